/** Who may do what, asked of the rules themselves; permissions.test.ts asks the whole service. */
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Grant } from '../../shared/people.ts';
import { Forbidden, NoBlog } from '../../server/newsroom/errors.ts';
import {
  type Actor,
  actorOf,
  createToken,
  hashOf,
  mayRead,
  mustBeAdmin,
  mustCreateBlogs,
  mustEdit,
  mustWrite,
  revokeToken,
  ROLES,
  SYSTEM,
} from '../../server/newsroom/people.ts';
import { newBlog } from '../../server/newsroom/blogs.ts';
import { SCHEMA } from '../../server/record.ts';
import { sqliteDialect } from '../../server/store/sqlite.ts';
import { Store } from '../../server/store/store.ts';
import * as commands from '../../shared/commands.ts';
import { newFolder } from '../support/service.ts';

const with_ = (...grants: Grant[]): Actor => ({ id: 'ann', name: 'Ann', grants });
const everywhere = ROLES.map((role) => with_({ role, blog: null }));
const [admin, editor, contributor] = everywhere as [Actor, Actor, Actor];
const here = ROLES.map((role) => with_({ role, blog: 'storm' }));
const elsewhere = ROLES.map((role) => with_({ role, blog: 'calm' }));
const nobody = with_();

function blogOf(status: 'draft' | 'live') {
  const checked = commands.check(commands.createBlog, { slug: 'storm', title: 'Storm', status });
  if (!checked.ok) throw new Error('no such blog');
  return newBlog('b1', checked.value, '2026-12-01T12:00:00.000Z');
}
const [draft, live] = [blogOf('draft'), blogOf('live')];

test('whoever works on a blog reads its drafts, and nobody else', () => {
  for (const actor of [...everywhere, ...here]) expect(mayRead(actor, 'storm')).toBe(true);
  for (const actor of [...elsewhere, nobody, undefined]) expect(mayRead(actor, 'storm')).toBe(false);
});

test('whoever has no part in a blog writes nothing there, and isn’t told of a draft', () => {
  for (const actor of [...everywhere, ...here]) expect(() => mustWrite(actor, draft)).not.toThrow();
  for (const actor of [...elsewhere, nobody]) {
    expect(() => mustWrite(actor, live)).toThrow(new Forbidden('You have no part in the blog "storm".'));
    expect(() => mustWrite(actor, draft), 'a stranger was told of a draft').toThrow(NoBlog);
  }
});

test('a contributor steers nothing, an editor only what they have a part in', () => {
  for (const actor of [admin, editor, here[0]!, here[1]!]) expect(() => mustEdit(actor, live)).not.toThrow();
  for (const actor of [contributor, here[2]!]) {
    expect(() => mustWrite(actor, live)).not.toThrow();
    expect(() => mustEdit(actor, live), 'a contributor could publish').toThrow(Forbidden);
  }
  for (const actor of elsewhere) expect(() => mustEdit(actor, live)).toThrow(Forbidden);
});

test('blogs are added by an editor of all blogs, people by an admin of all', () => {
  for (const actor of [admin, editor, SYSTEM]) expect(() => mustCreateBlogs(actor)).not.toThrow();
  for (const actor of [contributor, ...here.slice(1), nobody])
    expect(() => mustCreateBlogs(actor)).toThrow(Forbidden);
  for (const actor of [admin, SYSTEM]) expect(() => mustBeAdmin(actor)).not.toThrow();
  for (const actor of [editor, contributor, nobody]) expect(() => mustBeAdmin(actor)).toThrow(Forbidden);
});

test('a token stands for what it was made for, until it is revoked; it is kept as its hash alone', async () => {
  const store = await Store.open(sqliteDialect(join(await newFolder(), 'test.sqlite')), SCHEMA);
  onTestFinished(() => store.close());
  const token = await createToken(store, 'The wire', 'editor', 'storm');
  const other = await createToken(store, 'Another', 'contributor', null);
  expect(token).toMatch(/^dl_[\w-]{43}$/);
  const actor = (await actorOf(store, token))!;
  expect(actor).toMatchObject({ name: 'The wire', grants: [{ role: 'editor', blog: 'storm' }] });
  expect(actor.id).toMatch(/^token:[0-9a-f]{16}$/);
  expect(actor.proof, 'the record could not be asked whether the token still stands').toEqual({
    token: hashOf(token),
  });
  expect(actor.id).not.toBe((await actorOf(store, other))!.id);
  expect(JSON.stringify(await store.accounts.tokens())).not.toContain(token);
  await revokeToken(store, token);
  expect(await actorOf(store, token), 'a revoked token still speaks').toBeUndefined();
  expect(await actorOf(store, other)).toMatchObject({ name: 'Another' });
});
