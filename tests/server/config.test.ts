/** Settings: a bad value is told in words, and a name that was probably mistyped is told, too. */
import { expect, test } from 'vitest';
import { misspelt, readConfig } from '../../server/config.ts';

test.each([
  [{ PORT: '70000' }, 'PORT must be a whole number from 0 to 65535, not "70000"'],
  [
    { DATABASE_URL: 'mysql://ann:secret@db/news' },
    'DATABASE_URL must be an address that starts with postgres://, not "mysql://…@db/news"',
  ],
  [
    { REDIS_URL: 'localhost' },
    'REDIS_URL must be an address that starts with redis:// or rediss://, not "localhost"',
  ],
  [{ SITE_LOGO: 'logo.png' }, 'SITE_LOGO must be an address that starts with https://, not "logo.png"'],
  [
    { SITE_IMAGE: '//cdn.example/a.png' },
    'SITE_IMAGE must be an address that starts with https://, http:// or one /, not "//cdn.example/a.png"',
  ],
  [{ PUBLIC_URL: 'https://a.example/live' }, 'PUBLIC_URL must be an http(s) address without a path'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of silent, error, warn, info, debug, not "loud"'],
])('a bad value is told in one line: %j', (env, line) => {
  const said = (() => {
    try {
      return JSON.stringify(readConfig(env));
    } catch (error) {
      return (error as Error).message;
    }
  })();
  expect(said).toContain(line);
  expect(said).not.toMatch(/\n|secret/);
});

test.each([
  ['POTR', 'PORT'],
  ['DATABASE_URI', 'DATABASE_URL'],
  ['LOGLEVEL', 'LOG_LEVEL'],
  ['READERS_PER_NODES', 'READERS_PER_NODE'],
])('%s is told: it looks like %s', (name, meant) => {
  expect(misspelt({ [name]: '1' })).toEqual([`${name} is no setting of Dateline. Is ${meant} meant?`]);
  expect(misspelt({ [name]: '1', [meant]: '1' })).toEqual([]);
});

test('what any machine has set is nobody’s mistake', () => {
  const names = [
    ...['HOME', 'HOSTNAME', 'HOSTTYPE', 'PATH', 'PWD', 'LANG', 'LOGNAME', 'TERM', 'USER', 'SHELL', 'EDITOR'],
    ...['XDG_DATA_DIRS', 'REDIS_HOST', 'REDIS_PORT', 'DATABASE_PORT', 'NODE_ENV', 'HTTP_PROXY', 'NO_PROXY'],
    ...['PORT', 'HOST', 'DATA_DIR'],
  ];
  expect(misspelt(Object.fromEntries(names.map((name) => [name, '1'])))).toEqual([]);
});
