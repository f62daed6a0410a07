/** Who may do what: every route of the desk, tried by everybody, on a blog that readers see and on one they don't. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Desk } from '../../scripts/desk.ts';
import { FEATURES } from '../../server/features.ts';
import { PartnerReads } from '../../server/features/partners/reads.ts';
import type { PartnerTables } from '../../server/features/partners/tables.ts';
import { OPERATIONS } from '../../server/http/api/openapi/operations.ts';
import type { DeskEntry } from '../../shared/commands.ts';
import type { Byline, Invitation, Role } from '../../shared/people.ts';
import { signedIn } from '../support/person.ts';
import { Person } from '../support/staff.ts';
import { type Service, startService } from '../support/service.ts';

/** What a try finds on the blog, made anew for each. */
interface Found {
  /** Ids of entries: a published one, a draft of somebody else's, a draft of the contributor's. */
  published: string;
  draft: string;
  own: string;
  byline: string;
  partner: string;
  /** Its slug. */
  section: string;
  invitation: string;
  /** Somebody else at the desk, and a session of theirs. */
  person: string;
  session: string;
}

type Try = [
  what: string,
  method: string,
  path: (found: Found) => string,
  body: unknown,
  /** The status for each of WHO; `no` is 403, or 404 where they may not know of the blog. */
  statuses: string,
];

const WHO = ['anybody', 'contributor', 'editor', 'stranger', 'admin', 'gone'] as const;
const B = '/blogs/flood';
const entry = { headline: 'News' };
const held = { ...entry, state: 'scheduled', hold: 600 };
const author = { kind: 'person', name: 'Ada' };

// prettier-ignore
const TABLE: Try[] = [
  //                                                                 nobody contributor editor editor-of-another admin disabled
  ['add a blog', 'POST', () => '/blogs', { title: 'New' },                              '401 403 403 403 201 401'],
  ['steer the blog', 'PATCH', () => B, { title: 'Changed' },                            '401 403 200 no 200 401'],
  ['remove the blog', 'DELETE', () => B, undefined,                                     '401 403 403 no 204 401'],
  ['see its desk', 'GET', () => `${B}/desk`, undefined,                                 '401 200 200 404 200 401'],
  ['list its entries', 'GET', () => `${B}/desk/entries`, undefined,                     '401 200 200 404 200 401'],
  ['see an entry in the desk', 'GET', (f) => `${B}/desk/entries/${f.draft}`, undefined, '401 200 200 404 200 401'],
  ['see a history', 'GET', (f) => `${B}/desk/entries/${f.draft}/history`, undefined,    '401 200 200 404 200 401'],
  ['read a draft', 'GET', (f) => `${B}/entries/${f.draft}`, undefined,                  '404 200 200 404 200 404'],
  ['publish', 'POST', () => `${B}/entries`, entry,                                      '401 403 201 no 201 401'],
  // Each of them has its own answer inside of the one for all.
  ['publish many', 'POST', () => `${B}/entries:batch`, { entries: [] },                 '401 200 200 200 200 401'],
  ['write a draft', 'POST', () => `${B}/entries`, { ...entry, state: 'draft' },         '401 201 201 no 201 401'],
  ['write nothing', 'POST', () => `${B}/entries`, {},                                    '401 422 422 no 422 401'],
  ['submit', 'POST', () => `${B}/entries`, { ...entry, state: 'submitted' },            '401 201 201 no 201 401'],
  ['hold', 'POST', () => `${B}/entries`, held,                                          '401 403 201 no 201 401'],
  ['edit what readers see', 'PATCH', (f) => `${B}/entries/${f.published}`, entry,       '401 403 200 no 200 401'],
  ['edit another’s draft', 'PATCH', (f) => `${B}/entries/${f.draft}`, entry,            '401 403 200 no 200 401'],
  ['edit the contributor’s', 'PATCH', (f) => `${B}/entries/${f.own}`, entry,            '401 200 200 no 200 401'],
  ['submit it', 'PATCH', (f) => `${B}/entries/${f.own}`, { state: 'submitted' },        '401 200 200 no 200 401'],
  ['publish it', 'PATCH', (f) => `${B}/entries/${f.own}`, { state: 'published' },       '401 403 200 no 200 401'],
  ['schedule it', 'PATCH', (f) => `${B}/entries/${f.own}`, held,                        '401 403 200 no 200 401'],
  ['take off the page', 'DELETE', (f) => `${B}/entries/${f.published}`, undefined,      '401 403 204 no 204 401'],
  ['remove another’s draft', 'DELETE', (f) => `${B}/entries/${f.draft}`, undefined,     '401 403 204 no 204 401'],
  ['remove the contributor’s', 'DELETE', (f) => `${B}/entries/${f.own}`, undefined,     '401 204 204 no 204 401'],
  ['restore what readers see', 'POST', (f) => `${B}/entries/${f.published}/restore`, { revision: 1 }, '401 403 200 no 200 401'],
  ['restore the contributor’s', 'POST', (f) => `${B}/entries/${f.own}/restore`, { revision: 1 }, '401 200 200 no 200 401'],

  ['see who works here', 'GET', () => '/people', undefined,                             '401 403 403 403 200 401'],
  ['invite', 'POST', () => '/invitations', { grant: { role: 'editor', blog: null } },   '401 403 403 403 201 401'],
  ['take an invitation back', 'DELETE', (f) => `/invitations/${f.invitation}`, undefined, '401 403 403 403 204 401'],
  ['give roles', 'PATCH', (f) => `/people/${f.person}`, { grants: [] },                 '401 403 403 403 200 401'],
  ['disable', 'PATCH', (f) => `/people/${f.person}`, { isDisabled: true },              '401 403 403 403 200 401'],
  ['give a password link', 'POST', (f) => `/people/${f.person}/password-link`, undefined, '401 403 403 403 201 401'],
  ['see who did what', 'GET', () => '/audit', undefined,                                '401 403 403 403 200 401'],
  ['list bylines', 'GET', () => '/bylines', undefined,                                  '401 200 200 200 200 401'],
  ['add a byline', 'POST', () => '/bylines', author,                                    '401 403 201 201 201 401'],
  ['change a byline', 'PATCH', (f) => `/bylines/${f.byline}`, author,                   '401 403 403 403 200 401'],
  ['remove a byline', 'DELETE', (f) => `/bylines/${f.byline}`, undefined,               '401 403 403 403 204 401'],
  ['see partners', 'GET', () => '/partners', undefined,                                 '401 403 403 403 200 401'],
  ['add a partner', 'POST', () => '/partners', {},                                      '401 403 403 403 201 401'],
  ['change a partner', 'PATCH', (f) => `/partners/${f.partner}`, { name: 'Changed' },   '401 403 403 403 200 401'],
  ['remove a partner', 'DELETE', (f) => `/partners/${f.partner}`, undefined,            '401 403 403 403 204 401'],
  ['add a section', 'POST', () => '/sections', { name: 'Sport' },                       '401 403 403 403 201 401'],
  ['rename a section', 'PATCH', (f) => `/sections/${f.section}`, { name: 'Weather' },   '401 403 403 403 200 401'],
  ['remove a section', 'DELETE', (f) => `/sections/${f.section}`, undefined,            '401 403 403 403 204 401'],

  ['see oneself', 'GET', () => '/session', undefined,                                   '401 200 200 200 200 401'],
  ['rename oneself', 'PATCH', () => '/me', { name: 'Ada' },                             '401 200 200 200 200 401'],
  ['list own sessions', 'GET', () => '/sessions', undefined,                            '401 200 200 200 200 401'],
  ['end another’s session', 'DELETE', (f) => `/sessions/${f.session}`, undefined,       '401 404 404 404 404 401'],
  ['sign out', 'DELETE', () => '/session', undefined,                                   '401 204 204 204 204 401'],
];

test.each([
  ['live', '403'],
  ['draft', '404'],
])(
  'on a blog that is %s, everybody may do what the table says and nothing else',
  async (status, no) => {
    const { service, desk } = await newsroom();
    const differences: string[] = [];
    let { people, found, before } = await newScene(service, desk, status);
    for (const [what, method, path, given, statuses] of TABLE) {
      const expected = statuses.replaceAll('no', no).split(' ').map(Number);
      for (const [n, who] of WHO.entries()) {
        const body = fresh(path(found), given);
        const at = path(found);
        const seen = at.includes('/entries/') ? { 'If-Match': '"1"' } : {};
        const { status: got } = await people[who].send(method, at, body, seen);
        if (got !== expected[n]) differences.push(`${who}: ${what}: ${got}, not ${expected[n]}`);
        if (got >= 400 || method === 'GET') {
          if ((await everything(service)) !== before)
            differences.push(`${who}: ${what}: changed something by ${got}`);
        } else ({ people, found, before } = await newScene(service, desk, status));
      }
    }
    expect(differences).toEqual([]);
  },
  120_000,
);

test('every command stands in the table', () => {
  const operations = [OPERATIONS, ...FEATURES.map(({ operations = {} }) => operations)].flatMap(
    Object.entries,
  );
  const commands = operations
    .filter(([name, operation]) => operation.for === 'desk' && !name.startsWith('GET '))
    .map(([name]) => name);
  const ids = ['published', 'draft', 'own', 'byline', 'invitation', 'person', 'session', 'partner'];
  const anything = {
    ...Object.fromEntries(ids.map((id) => [id, ':id'])),
    section: ':slug',
  } as unknown as Found;
  const tried = TABLE.map(([, method, path]) => `${method} ${path(anything).replace('flood', ':slug')}`);
  expect(commands.length).toBeGreaterThan(15);
  expect(commands.filter((command) => !tried.includes(command))).toEqual([]);
});

async function newsroom() {
  const service = await startService({ WRITES_PER_MINUTE: '1000000' });
  const desk = await service.desk();
  await desk.createBlog({ slug: 'other', title: 'Another' });
  return { service, desk };
}

/** Everybody and everything that one command may find, and what the record says then. */
async function newScene(service: Service, desk: Desk, status: string) {
  await desk.createBlog({ slug: 'flood', title: 'The river rises', status }).catch(() => {}); // it is there, but for a removal
  const people = {
    anybody: new Person(service),
    contributor: await personAs(service, 'contributor', 'flood'),
    editor: await personAs(service, 'editor', 'flood'),
    stranger: await personAs(service, 'editor', 'other'),
    admin: await personAs(service, 'admin', null),
    gone: await personAs(service, 'editor', 'flood'),
  };
  await desk.send('PATCH', `/people/${people.gone.id}`, { isDisabled: true });
  const found = await newFound(service, desk, people.contributor);
  return { people, found, before: await everything(service) };
}

type Employee = Person & { id: string };

async function personAs(service: Service, role: Role, blog: string | null): Promise<Employee> {
  return Object.assign(new Person(service), await signedIn(service.store, role, role, blog));
}

async function newFound(service: Service, desk: Desk, contributor: Person): Promise<Found> {
  const own = await contributor.send<DeskEntry>('POST', `${B}/entries`, { headline: 'Own', state: 'draft' });
  const { id: published } = await desk.publish('flood', { headline: 'Published' });
  const { id: draft } = await desk.publish('flood', { headline: 'Draft', state: 'draft' });
  const { id: byline } = await desk.send<Byline>('POST', '/bylines', author);
  const { id: partner } = await desk.send<{ id: string }>('POST', '/partners', fresh('/partners', {}));
  const section = fresh('/sections', { name: 'Sport' }) as { slug: string };
  await desk.send('POST', '/sections', section);
  const grant = { role: 'editor', blog: null };
  const invited = await desk.send<Invitation>('POST', '/invitations', fresh('/invitations', { grant }));
  const somebody = await personAs(service, 'editor', null);
  const [session] = await service.store.accounts.sessionsOf(somebody.id);
  return {
    published,
    draft,
    own: own.body.id,
    byline,
    partner,
    section: section.slug,
    invitation: invited.id,
    person: somebody.id,
    session: session!.id,
  };
}

/** The command with whatever may be there only once. */
function fresh(path: string, body: unknown): unknown {
  if (body === undefined) return undefined;
  const unique = randomUUID();
  if (path === '/blogs' || path === '/sections') return { ...(body as object), slug: unique };
  if (path === '/invitations') return { ...(body as object), email: `${unique}@example.org` };
  if (path === '/partners') return { name: unique, origins: [`https://${unique}.example.org`] };
  return body;
}

/** All that a command could have changed. */
async function everything({ store }: Service): Promise<string> {
  const blogs = await store.read.blogs();
  const flood = blogs.find(({ slug }) => slug === 'flood')!;
  return JSON.stringify([
    blogs,
    await store.desk.counts(flood),
    await store.desk.page(flood, { state: undefined, search: '', before: null, limit: 5 }),
    await store.accounts.all(),
    await store.accounts.members(),
    await store.accounts.invitations(''),
    await store.accounts.bylines(),
    await store.sections.all(),
    await new PartnerReads(store.reading<PartnerTables>()).all(),
  ]);
}
