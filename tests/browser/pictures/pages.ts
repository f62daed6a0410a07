/** What the pictures are of: a flood, in English or Arabic, as readers, partners and the desk see it. */
import { expect, onTestFinished } from 'vitest';
import { before } from '../../../scripts/demo/before.ts';
import { startPartnerSite } from '../../../scripts/demo/partner.ts';
import { Player } from '../../../scripts/demo/player.ts';
import { blog } from '../../../scripts/demo/story.ts';
import { startService } from '../../support/service.ts';
import { hire, type Person } from '../../support/staff.ts';
import type { Tab } from '../engines/engine.ts';

export interface Page {
  name: string;
  address: string;
  /** Runs in the page: it stands, with all that comes by script. */
  isThere(): boolean;
  /** Who looks at it; null for anybody. */
  person: Person | null;
}

/** Readers' pages are promised in older browsers than the desk. */
export const isDesk = ({ name }: Page): boolean => name === 'desk' || name === 'sign-in';

export async function pages(language: 'en' | 'ar'): Promise<Page[]> {
  const service = await startService();
  const desk = await service.desk();
  if (language === 'ar') await desk.createBlog(ARABIC);
  else await desk.createBlog({ ...blog, timezone: 'Europe/London' });
  const { slug } = blog;
  if (language === 'ar') for (const entry of arabicEntries()) await desk.publish(slug, entry);
  else await new Player(desk, slug).catchUp(before);
  const partner = await startPartnerSite(service.url, slug);
  onTestFinished(partner.close);
  const person = await hire(service, 'admin');
  return [
    { name: 'reader', address: `${service.url}/${slug}`, isThere: hasReaders, person: null },
    { name: 'frame', address: `${service.url}/embed/${slug}`, isThere: hasWidgets, person: null },
    { name: 'sign-in', address: `${service.url}/desk`, isThere: hasForm, person: null },
    { name: 'desk', address: `${service.url}/desk/${slug}`, isThere: hasEntries, person },
    // The last: from a page with frames Puppeteer's Firefox goes nowhere else.
    { name: 'widget', address: partner.url, isThere: hasWidgets, person: null },
  ];
}

const hasReaders = (): boolean => !!document.querySelector('.readers');
const hasWidgets = (): boolean =>
  [...document.querySelectorAll('live-blog')].every(({ shadowRoot }) => shadowRoot?.querySelector('article'));
const hasForm = (): boolean => !!document.querySelector('input[type=password]');
const hasEntries = (): boolean =>
  // On a phone they are behind a tab.
  !!document.querySelector('.tiptap') && (innerWidth < 1024 || document.querySelectorAll('li h3').length > 3);

/** Opens it and waits until it stands and has its fonts. */
export async function look(tab: Tab, { name, address, isThere, person }: Page): Promise<void> {
  const [cookie, value] = person?.cookie.split('=') ?? [];
  if (cookie && value) await tab.setCookie({ url: address, name: cookie, value });
  await tab.goto(address);
  await expect
    .poll(() => tab.evaluate(isThere), { timeout: 20_000, message: `${name} is not there` })
    .toBe(true);
  await tab.evaluate(async () => {
    await document.fonts.ready;
    // What was laid out must have been painted, too.
    for (let frame = 0; frame < 5; frame += 1) await new Promise(requestAnimationFrame);
  });
}

const ARABIC = {
  slug: blog.slug,
  title: 'فيضان النهر: المياه تقترب من أعلى مستوى لها',
  standfirst: '<p>أمطار غزيرة على التلال دفعت النهر خارج ضفتيه. نتابع من الأرصفة ومن غرفة العمليات.</p>',
  language: 'ar',
  timezone: 'Asia/Baghdad',
};

function arabicEntries(): Record<string, unknown>[] {
  const authors = [{ name: 'ليلى حداد', bio: 'مراسلة المدينة' }];
  const text = 'تتحول الرياح إلى الشمال وتبقى العبارات في الميناء حتى الصباح، كما يقول مدير الميناء.';
  return [
    { headline: 'إغلاق الجسر القديم', html: `<p>${text}</p>`, keyEvent: true, authors },
    { headline: 'ما يجب معرفته', html: `<ul><li>${text}</li><li>المستوى 5.04 م (Merrinford).</li></ul>` },
    {
      html: '<blockquote><p>كان أمامنا ساعة في المرة الماضية.</p></blockquote><p>The ferry “Second Wind” stays.</p>',
    },
    { headline: 'الملخص', html: `<p>${text}</p>`, pinned: true },
    {
      headline: 'انهيار جزء من السور',
      html: `<p>${text.repeat(6)}</p>`,
      breaking: true,
      keyEvent: true,
      authors,
    },
  ];
}
