/** Coming to the desk, going, and who else may. */
import { expect, test } from 'vitest';
import { inviteFirstAdmin } from '../../../server/features/people/invitations.ts';
import { PASSWORD } from '../../support/staff.ts';
import { button, headlineOn, newsroom, REFUSALS } from './desk.ts';
import { eventually } from '../sight.ts';
import { startBrowser } from '../support.ts';

const open = startBrowser();
const forgive = REFUSALS;

test('the first link makes the first admin, who signs out and in again', async () => {
  const { store, url } = await newsroom(open);
  const { path } = (await inviteFirstAdmin(store))!;
  const page = await open(url + path, { forgive });
  await page.getByText('You’re invited as admin.').waitFor();
  await page.getByLabel('E-mail').fill('ann@example.org');
  await page.getByLabel('Your name').fill('Ann Bell');
  await page.getByLabel('New password').fill('too short');
  await page.getByText('3 more characters.').waitFor();
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByText('Long enough.').waitFor();
  await button(page, 'Join').click();
  await page.getByRole('heading', { level: 1, name: 'Blogs' }).waitFor();

  await page.getByRole('link', { name: 'Ann Bell' }).click();
  await button(page, 'Sign out').click();
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  await page.goto(`${url}/desk/people`);
  await page.getByLabel('E-mail').fill('ann@example.org');
  await page.getByLabel('Password').fill('not this one, surely');
  await button(page, 'Sign in').click();
  await page.getByText('The e-mail or the password is wrong.').waitFor();
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
  await page.goto(url + path);
  await page.getByRole('heading', { level: 1, name: 'This link no longer works' }).waitFor();
});

test('who signs out is asked about text that nobody else has: it is kept on the machine, or cleared from it', async () => {
  const { seat, url } = await newsroom(open);
  const { page, person } = await seat('/desk/flood', 'editor', null, { forgive });
  const signOut = async (how: string) => {
    await page.locator('a[href="/desk/account"]').click();
    await button(page, 'Sign out').first().click();
    const asked = page.getByRole('dialog', { name: 'Some text is on this machine alone' });
    await asked.getByText('Unsaid').waitFor();
    await asked.getByRole('button', { name: how }).click();
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  };
  const signIn = async () => {
    await page.goto(`${url}/desk/flood`);
    await page.getByLabel('E-mail').fill(person.email);
    await page.getByLabel('Password').fill(PASSWORD);
    await button(page, 'Sign in').click();
    await headlineOn(page).waitFor();
  };
  await headlineOn(page).fill('Unsaid');
  await signOut('Keep it and sign out');
  await signIn();
  await page.getByRole('region', { name: 'Write' }).getByText('We kept what you were writing.').waitFor();
  expect(await headlineOn(page).inputValue()).toBe('Unsaid');
  await signOut('Clear it and sign out');
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('Unsaid');
  await signIn();
  expect(await headlineOn(page).inputValue()).toBe('');
});

test('an admin invites somebody by a link, which works once and for that role', async () => {
  const { seat, url } = await newsroom(open);
  const { page } = await seat('/desk/people');
  await page.getByLabel('E-mail').fill('cem@example.org');
  await page.getByLabel('Blog').selectOption('flood');
  await button(page, 'Make a link').click();
  const link = await page.getByLabel('Send this link to cem@example.org').inputValue();
  await page.getByText('cem@example.org, contributor of flood').first().waitFor();

  const theirs = await open(link);
  await theirs.getByText('You’re invited as contributor of flood.').waitFor();
  await theirs.getByLabel('Your name').fill('Cem Demir');
  await theirs.getByLabel('New password').fill(PASSWORD);
  await button(theirs, 'Join').click();
  await theirs.getByRole('link', { name: 'The river rises' }).waitFor();
  await page.goto(`${url}/desk/people`);
  await page.getByRole('heading', { name: 'Cem Demir' }).waitFor();

  await page.getByLabel('E-mail').fill('dora@example.org');
  await button(page, 'Make a link').click();
  const unused = await page.getByLabel('Send this link to dora@example.org').inputValue();
  await button(page, 'Withdraw: dora@example.org').click();
  await button(page, 'Withdraw: dora@example.org').waitFor({ state: 'detached' });
  const late = await open(unused, { forgive });
  await late.getByRole('heading', { level: 1, name: 'This link no longer works' }).waitFor();
});

test('roles are given and taken, and who is disabled is shown out', async () => {
  const { seat } = await newsroom(open);
  const admin = await seat('/desk/people', 'admin', null, { forgive });
  const writer = await seat('/desk/flood', 'contributor', 'flood', { forgive: /4\d\d|WebSocket/ });
  await admin.page.reload();
  const person = admin.page.getByRole('main').getByRole('listitem').filter({ hasText: writer.person.email });
  await person.getByRole('button', { name: 'Add a role' }).click();
  await person.getByLabel('Role', { exact: true }).selectOption('editor');
  await person.getByLabel('Blog').selectOption('flood');
  await person.getByRole('button', { name: 'Add', exact: true }).click();
  await person.getByText('editor of flood').waitFor();
  expect(await person.getByText('contributor of flood').count()).toBe(0);

  const again = writer.page.getByRole('dialog', { name: 'Sign in again' });
  await again.getByLabel('Password').fill(PASSWORD);
  await again.getByRole('button', { name: 'Sign in' }).click();
  await button(writer.page, 'Pause').waitFor();
  await person.getByRole('button', { name: 'Disable' }).click();
  await person.getByText('Disabled: can’t sign in').waitFor();
  await again.getByLabel('Password').fill(PASSWORD);
  await again.getByRole('button', { name: 'Sign in' }).click();
  await again.getByText('The e-mail or the password is wrong.').waitFor();

  const own = admin.page.getByRole('main').getByRole('listitem').filter({ hasText: '(you)' });
  await own.getByRole('button', { name: 'Disable' }).click();
  await own.getByText('Somebody has to be admin').waitFor();
});

test('a new password ends the other sessions, and a link from an admin sets one', async () => {
  const { seat, url } = await newsroom(open);
  const { page, person } = await seat('/desk/account', 'editor', 'flood', { forgive });
  await page.getByLabel('Your name').fill('Bea Carter');
  await button(page, 'Save name').click();
  await page.getByRole('link', { name: 'Bea Carter' }).waitFor();
  await page.getByLabel('Password until now').fill('not this one, surely');
  await page.getByLabel('New password').fill('another good password');
  await button(page, 'Change password').click();
  await page.getByText('is not your password').first().waitFor();
  await page.getByLabel('Password until now').fill(PASSWORD);
  await button(page, 'Change password').click();
  await page.getByText('Changed. You’re signed out everywhere else.').waitFor();

  const admin = await seat('/desk/people');
  await button(admin.page, 'Link for a new password: Bea Carter').click();
  const link = await admin.page.getByLabel(`Send this link to ${person.email}`).inputValue();
  const theirs = await open(link);
  await theirs.getByText('For Bea Carter.').waitFor();
  await theirs.getByLabel('New password').fill('yet another password');
  await button(theirs, 'Save and sign in').click();
  await theirs.getByRole('heading', { level: 1, name: 'Blogs' }).waitFor();
  await page.goto(`${url}/desk`);
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
});

test('bylines are added, changed and removed', async () => {
  const { seat } = await newsroom(open);
  const { page } = await seat('/desk/bylines', 'editor', null, { forgive });
  await button(page, 'New byline').click();
  await page.getByLabel('Name').fill('Olena Kovalenko');
  await page.getByLabel('Contact').fill('olena@example.org');
  await button(page, 'Save').click();
  await page.getByText('olena@example.org').waitFor();
  await button(page, 'Change: Olena Kovalenko').click();
  expect(await page.getByLabel('Contact').inputValue()).toBe('mailto:olena@example.org');
  await page.getByLabel('A desk').check();
  await page.getByLabel('Name').fill('Weather');
  await button(page, 'Save').click();
  await page.getByText('Weather (desk)').waitFor();
  await button(page, 'Remove: Weather').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('None yet.').waitFor();
  await eventually(() => page.getByRole('dialog').count()).toBe(0);
});
