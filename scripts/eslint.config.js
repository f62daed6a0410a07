import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import typescript from 'typescript-eslint';

const ENVIRONMENT = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only config.ts reads the environment.',
};

/** What a folder must not import, at once or later, and why: the import law of docs/changing.md. */
const law = (files, ...forbidden) => ({
  files,
  ignores: ['**/vite.config.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: forbidden.map(([regex, message]) => ({ regex, message })) },
    ],
    'no-restricted-syntax': ['error', ENVIRONMENT, ...forbidden.map(importLater)],
  },
});

/** A selector takes no slash in a regular expression. */
const importLater = ([regex, message]) => ({
  selector: `ImportExpression[source.value=/${regex.replaceAll('/', '\\u002F')}/]`,
  message,
});

const NODE = ['^node:', 'shared/ is pure: it runs in browsers too.'];
const SERVER = ['/server/', 'The client knows the server only by its public interface.'];
const CLIENT = ['/client/', 'The server knows the client only as built files.'];
const ADAPTERS = [
  '/(sqlite|postgres|local|redis|workers)\\.ts$',
  'Only app.ts and record.ts name an adapter.',
];
const APP = ['/(app|main|record)\\.ts$', 'app.ts knows everybody; nobody knows app.ts.'];
const FEATURES = [
  '/features[/.]',
  'The spine knows no feature: app.ts opens them, record.ts asks which tables they bring.',
];
const OTHERS = ['^\\.\\./[^./][^/]*/', 'A feature knows the spine, and no other feature.'];
const ROWS = [
  '/store/(?!(public|clock|failures)\\.ts$)',
  'What readers get comes from what is public of the record, never from rows.',
];
const DOORS = ['/(http|live)/', 'A door knows the newsroom and the feeds, not the other way round.'];
const SOCKETS = [
  '^(socket\\.io|engine\\.io)',
  'Only live/, client/follow/line.ts and the desk’s live.svelte.ts speak Socket.IO.',
];
const DESK = [
  '/desk/|/(commands|people|desk)\\.ts$',
  'Readers must not download the desk, nor its validator.',
];
const READING = ['/(reader|widget)/', 'The desk shares with them what is beside all three.'];
const EXPRESS = ['^express', 'Only http/ knows Express.'];
const MIDDLE = [
  '/(newsroom|feeds)/',
  'newsroom/ and feeds/ do not know each other, and those below know neither.',
];

export default typescript.config(
  { ignores: ['client/dist/', 'data/', 'coverage/'] },
  ...typescript.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: {
      eqeqeq: 'error',
      'no-console': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off', // noUncheckedIndexedAccess makes them honest
      'svelte/prefer-svelte-reactivity': 'off', // our state is replaced whole, never changed in place
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: typescript.parser } },
  },
  { files: ['client/**/*.svelte'], rules: { 'svelte/no-navigation-without-resolve': 'off' } },
  {
    files: ['**/*.ts', '**/*.svelte'],
    ignores: ['server/config.ts', 'scripts/chromium.ts', 'scripts/installs/machine.ts', 'tests/**'],
    rules: {
      'no-restricted-syntax': ['error', ENVIRONMENT],
    },
  },
  law(['shared/**'], NODE, SERVER, CLIENT, SOCKETS, EXPRESS),
  law(['client/**'], NODE, SERVER, DESK, SOCKETS),
  law(['client/follow/line.ts'], NODE, SERVER, DESK),
  law(['client/desk/**'], NODE, SERVER, READING, SOCKETS),
  law(['client/desk/blog/live.svelte.ts'], NODE, SERVER, READING),
  law(['server/store/**', 'server/bus/**'], CLIENT, SOCKETS, EXPRESS, DOORS, MIDDLE, APP, FEATURES),
  law(['server/newsroom/**'], CLIENT, SOCKETS, EXPRESS, DOORS, APP, ADAPTERS, FEATURES, [
    '/feeds/',
    MIDDLE[1],
  ]),
  law(['server/feeds/**'], CLIENT, SOCKETS, EXPRESS, DOORS, APP, ADAPTERS, FEATURES, [
    '/newsroom/',
    MIDDLE[1],
  ]),
  law(
    ['server/feeds/feed.ts'],
    ...[CLIENT, SOCKETS, EXPRESS, DOORS, APP, ADAPTERS, FEATURES, ['/newsroom/', MIDDLE[1]], ROWS],
  ),
  law(['server/http/**'], CLIENT, SOCKETS, APP, ADAPTERS, FEATURES, ['/live/', DOORS[1]]),
  law(['server/features/**'], CLIENT, SOCKETS, APP, ADAPTERS, ['/live/', DOORS[1]]),
  law(['server/features/*/**'], CLIENT, SOCKETS, APP, ADAPTERS, OTHERS, ['/live/', DOORS[1]]),
  law(
    ['server/http/{pages,syndication,caching}/**', 'server/http/api/{reads,waiting,paging}.ts'],
    ...[CLIENT, SOCKETS, APP, ADAPTERS, FEATURES, ['/live/', DOORS[1]], ROWS],
  ),
  law(
    ['server/live/**'],
    CLIENT,
    EXPRESS,
    APP,
    ADAPTERS,
    FEATURES,
    ['/http/', DOORS[1]],
    ['/newsroom/', 'A reader’s socket can’t command.'],
  ),
);
