/** `token create NAME`, `token list` and `token revoke NAME`: which programs may publish. */
import { parseArgs } from 'node:util';
import { openForCommand } from '../server/record.ts';
import { readConfig } from '../server/config.ts';
import { createToken, revokeTokens, ROLES } from '../server/newsroom/people.ts';
import type { Store } from '../server/store/store.ts';

/** What a verb does, and then says, once its arguments have turned out to be right. */
type Work = (store: Store) => Promise<string>;

const VERBS: Record<string, (args: string[]) => Work> = { create, list, revoke };
const SAY = 'Say: token create NAME [--role ROLE] [--blog SLUG], token list, or token revoke NAME';

export async function token([verb = '', ...args]: string[]): Promise<void> {
  if (!Object.hasOwn(VERBS, verb)) throw new Error(SAY);
  const work = VERBS[verb]!(args);
  const store = await openForCommand(readConfig());
  try {
    console.log(await work(store));
  } finally {
    await store.close();
  }
}

function create(args: string[]): Work {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { role: { type: 'string', default: 'admin' }, blog: { type: 'string' } },
  });
  const [name, ...rest] = positionals;
  const role = ROLES.find((each) => each === values.role);
  if (!name || rest.length > 0) throw new Error(SAY);
  if (!role) throw new Error(`--role must be one of ${ROLES.join(', ')}, not "${values.role}"`);
  return async (store) => {
    const { blog = null } = values;
    if (blog !== null && !(await store.read.blog(blog))) throw new Error(`There is no blog "${blog}".`);
    return createToken(store, name, role, blog);
  };
}

/** A line each: when it was made (UTC), its role, its blog, its name. */
function list(args: string[]): Work {
  if (args.length > 0) throw new Error(SAY);
  return async (store) => {
    const tokens = await store.accounts.tokens();
    if (tokens.length === 0) return 'There are no tokens.';
    const rows = tokens.map((row) => ({ ...row, blog: row.blog ?? 'all blogs' }));
    const width = Math.max(...rows.map(({ blog }) => blog.length));
    return rows
      .map(({ created_at, role, blog, name }) =>
        [`${created_at.slice(0, 16)}Z`, role.padEnd(11), blog.padEnd(width), name].join('  '),
      )
      .join('\n');
  };
}

/** A name may have been given twice: who wants one of them gone can't say which, and all go. */
function revoke([name, ...rest]: string[]): Work {
  if (!name || rest.length > 0) throw new Error(SAY);
  return async (store) => {
    const revoked = await revokeTokens(store, (each) => each.name === name);
    if (revoked === 0) throw new Error(`There is no token "${name}"; token list names all there are.`);
    return revoked === 1 ? `"${name}" is revoked.` : `${revoked} tokens "${name}" are revoked.`;
  };
}
