/** `token create NAME`: lets a person or a program publish. */
import { parseArgs } from 'node:util';
import { openStore } from '../server/app.ts';
import { readConfig } from '../server/config.ts';
import { createToken, ROLES } from '../server/newsroom/people.ts';

export async function token(args: string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { role: { type: 'string', default: 'admin' }, blog: { type: 'string' } },
  });
  const [verb, name, ...rest] = positionals;
  const role = ROLES.find((each) => each === values.role);
  if (verb !== 'create' || !name || rest.length > 0)
    throw new Error('Say: token create NAME [--role ROLE] [--blog SLUG]');
  if (!role) throw new Error(`--role must be one of ${ROLES.join(', ')}, not "${values.role}"`);

  const store = await openStore(readConfig());
  try {
    if (values.blog !== undefined && !(await store.read.blog(values.blog))) {
      throw new Error(`There is no blog "${values.blog}".`);
    }
    console.log(await createToken(store, name, role, values.blog ?? null));
  } finally {
    await store.close();
  }
}
