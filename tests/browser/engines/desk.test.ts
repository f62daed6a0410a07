/** An evening's minimum at the desk, by real keys, in every engine that it is promised in; the others are told so. */
import { afterAll, describe, onTestFinished, test } from 'vitest';
import { startProxy } from '../../support/proxy.ts';
import { startService } from '../../support/service.ts';
import { hire, PASSWORD } from '../../support/staff.ts';
import { click, says, until } from './act.ts';
import { startBefore } from './before.ts';
import { type Case, cases } from './cases.ts';
import type { Tab } from './engine.ts';
import { note, printTable } from './table.ts';
import { NOTE_TROUBLES } from './troubles.ts';

afterAll(printTable);

async function arrive({ engine, before, change }: Case, script = '') {
  const service = await startService();
  const desk = await service.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm', timezone: 'Europe/Kyiv' });
  const person = await hire(service, 'admin');
  const front = await startBefore(service.url, `${NOTE_TROUBLES};${before.desk};${script}`, change);
  const network = await startProxy(front.url);
  const tab = await engine.open();
  onTestFinished(() => tab.close());
  return { desk, person, network, tab, url: network.url, service };
}

const headlines = async (url: string): Promise<string[]> => {
  const answer = await fetch(`${url}/api/v1/blogs/storm`);
  const { entries } = (await answer.json()) as { entries: { headline: string }[] };
  return entries.map(({ headline }) => headline);
};

async function write(tab: Tab, headline: string, text: string): Promise<void> {
  await click(tab, 'input, textarea', 'Headline');
  await tab.press('Control+a');
  await tab.type(headline);
  await click(tab, '.tiptap');
  await tab.press('Control+End');
  await tab.type(text);
  await tab.press('Control+Enter');
}

const deskCases = cases().filter(({ hasDesk }) => hasDesk);

describe.each(deskCases)('$name', (each) => {
  afterAll(() => each.engine.close());

  test('signs in, makes a blog, publishes, edits, sees the other’s version, and sends once the network is back', async () => {
    const { desk, person, network, tab, url, service } = await arrive(each);
    note(each.name, 'desk', tab.version);
    await tab.goto(`${url}/desk`);
    await click(tab, 'input[type=email]');
    await tab.type(person.email);
    await click(tab, 'input[type=password]');
    await tab.type(PASSWORD);
    await tab.press('Enter');
    await says(tab, 'Storm');

    await click(tab, 'button', 'New blog');
    await click(tab, 'dialog input', 'Title');
    await tab.type('The vote');
    await click(tab, 'dialog button', 'Create');
    await until(async () => (await fetch(`${url}/desk/vote`)).ok);
    await until(() => tab.evaluate(() => location.pathname === '/desk/the-vote'));

    await tab.goto(`${url}/desk/storm`);
    await write(tab, 'River', 'Water at four metres.');
    await until(async () => (await headlines(service.url)).join() === 'River');

    await click(tab, 'button', 'Edit: River');
    await click(tab, '.tiptap');
    await tab.press('Control+End');
    await tab.type(' Mine.');
    const [entry] = (await (await fetch(`${service.url}/api/v1/blogs/storm`)).json()).entries;
    await desk.edit('storm', entry, { html: '<p>Water at five metres.</p>' });
    await tab.press('Control+Enter');
    await says(tab, 'Someone else changed this entry while you were writing.');
    await click(tab, 'button', 'Keep mine');
    await until(async () =>
      (await (await fetch(`${service.url}/api/v1/blogs/storm`)).json()).entries[0].html.includes(
        'four metres. Mine.',
      ),
    );

    network.set('refuse');
    await write(tab, 'While away', 'Nobody hears this yet.');
    await says(tab, /Waiting/);
    network.set('pass');
    await until(async () => (await headlines(service.url)).join() === 'While away,River', 40_000);
  });
});

describe.each(cases().filter(({ name }) => !name.includes('without')))('$name, too old', (each) => {
  afterAll(() => each.engine.close());

  test('the desk says so, where it can’t run', async () => {
    const { tab, url } = await arrive(each, 'Intl.DateTimeFormat = undefined');
    note(each.name, 'says that it is too old', tab.version);
    await tab.goto(`${url}/desk`);
    await says(tab, /It needs Chrome 109, Edge 109, Safari 16.4 or Firefox 115/, 20_000);
  });
});
