/** `account add EMAIL` and `account password EMAIL`: one-time links for people at the desk, without asking an admin. */
import { parseArgs } from 'node:util';
import { openForCommand } from '../server/record.ts';
import { readConfig } from '../server/config.ts';
import { commitTo } from '../server/newsroom/commit.ts';
import { invite, invitePassword, type Made } from '../server/features/people/invitations.ts';
import { ROLES, SYSTEM } from '../server/newsroom/people.ts';
import type { Store } from '../server/store/store.ts';
import { check } from '../shared/commands.ts';
import * as commands from '../shared/people.ts';

export async function account(args: string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { role: { type: 'string' }, blog: { type: 'string' } },
  });
  const [verb, email, ...rest] = positionals;
  if (!email || rest.length > 0 || (verb !== 'add' && verb !== 'password')) {
    throw new Error('Say: account add EMAIL [--role ROLE] [--blog SLUG], or account password EMAIL');
  }
  const config = readConfig();
  const store = await openForCommand(config);
  try {
    const made = verb === 'add' ? await add(store, email, values) : await password(store, email);
    const url = config.PUBLIC_URL || `http://localhost:${config.PORT}`;
    console.log(`${url}${made.path}`);
  } finally {
    await store.close();
  }
}

async function add(
  store: Store,
  email: string,
  { role = 'editor', blog }: { role?: string; blog?: string },
): Promise<Made> {
  if (!ROLES.some((each) => each === role)) {
    throw new Error(`--role must be one of ${ROLES.join(', ')}, not "${role}"`);
  }
  const invitation = check(commands.invite, { email, grant: { role, blog: blog ?? null } });
  if (!invitation.ok) {
    throw new Error(invitation.errors.map(({ field, detail }) => `${field} ${detail}`).join('; '));
  }
  return invite(store, commitTo(store), SYSTEM, invitation.value);
}

async function password(store: Store, email: string): Promise<Made> {
  const known = await store.accounts.byEmail(email.toLowerCase());
  if (!known) throw new Error(`There is no account for ${email}.`);
  return invitePassword(commitTo(store), SYSTEM, known.id);
}
