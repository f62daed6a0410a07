/** The description of the API (OpenAPI 3.1): the routes that there are, with the schemas that validate what they take. */
import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { KEY_DAYS, LIMITS } from '../../../../shared/commands.ts';
import type { RouteAt } from '../methods.ts';
import { type Kind, PROBLEMS } from '../../problems.ts';
import { ANSWERS } from './schemas.ts';
import type { Operation, Operations } from './operations.ts';

type Json = Record<string, unknown>;

const MEDIA = { page: 'text/html', lines: 'application/x-ndjson' } as const;

export function openApi(routes: RouteAt[], operations: Operations, url: string): Json {
  const paths: Record<string, Json> = {};
  for (const { path, methods } of routes) {
    for (const method of methods.filter((each) => each !== 'HEAD')) {
      const operation = operations[`${method} ${path}`];
      const at = path.replace(/\/:(\w+)/g, '/{$1}');
      (paths[at] ??= {})[method.toLowerCase()] = operation ? described(method, path, operation) : {};
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Dateline',
      version: '1',
      summary: 'A live-blog service',
      description:
        'Commands take a token as `Authorization: Bearer TOKEN`. What is public may be read from every site’s pages.',
      license: { name: 'As the service’s own', url: `${url}/` },
    },
    servers: [{ url: `${url}/api/v1` }],
    security: [],
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(ANSWERS).map(([name, schema]) => [name, schemaOf(schema)])),
      responses: Object.fromEntries(Object.entries(PROBLEMS).map(problemResponse)),
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
  };
}

/** Checks that no schema can say (a language that there is, a day that exists) are left to the service. */
function schemaOf(schema: GenericSchema): Json {
  const { $schema: _, ...made } = toJsonSchema(schema, { errorMode: 'ignore', target: 'draft-2020-12' });
  return made;
}

function described(method: string, path: string, operation: Operation): Json {
  const { summary, query = {}, body, isBodyOptional } = operation;
  return {
    operationId: `${method.toLowerCase()}${path.replace(/\W+(\w?)/g, (_all, letter: string) => letter.toUpperCase())}`,
    summary,
    ...(operation.for !== 'all' && { security: [{ token: [] }] }),
    parameters: [
      ...[...path.matchAll(/\/:(\w+)/g)].map(([, name]) => parameter('path', name!, true)),
      ...Object.entries(query).map(([name, description]) => parameter('query', name, false, description)),
      ...headersOf(method, operation),
    ],
    ...(body && {
      requestBody: {
        required: !isBodyOptional,
        content: Object.fromEntries(typesOf(method).map((type) => [type, { schema: schemaOf(body) }])),
      },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(operation.answers).map(([status, answer]) => [status, answerOf(answer)]),
      ),
      ...problemsOf(operation),
    },
  };
}

const typesOf = (method: string): string[] =>
  method === 'PATCH' ? ['application/json', 'application/merge-patch+json'] : ['application/json'];

const parameter = (place: string, name: string, required: boolean, description?: string): Json => ({
  in: place,
  name,
  required,
  ...(description && { description }),
  schema: { type: 'string' },
});

function headersOf(method: string, { match, for: whom }: Operation): Json[] {
  const key = `Any text of 1 to ${LIMITS.idempotencyKey} characters: repeated within ${KEY_DAYS} days, the command happens once.`;
  return [
    ...(match ? [parameter('header', 'If-Match', match === 'needed', 'Tags in quotes, or *.')] : []),
    ...(whom === 'desk' && method !== 'GET' ? [parameter('header', 'Idempotency-Key', false, key)] : []),
  ];
}

function answerOf(answer: Operation['answers'][number]): Json {
  if (answer === '') return { description: 'Done' };
  if (answer === 'json') return { description: 'Done', content: { 'application/json': { schema: {} } } };
  if (answer in MEDIA)
    return {
      description: 'Done',
      content: { [MEDIA[answer as keyof typeof MEDIA]]: { schema: { type: 'string' } } },
    };
  const schema = { $ref: `#/components/schemas/${answer}` };
  return { description: 'Done', content: { 'application/json': { schema } } };
}

/** Of two kinds with the same status, the table of problems says the rest. */
function problemsOf({ for: whom, body, match, problems = [] }: Operation): Json {
  const kinds: Kind[] = [
    ...problems,
    ...(body ? (['bad-request', 'too-large', 'not-json', 'not-valid'] as const) : []),
    ...(whom === 'all' ? [] : (['not-signed-in', 'not-allowed'] as const)),
    ...(match ? (['changed'] as const) : []),
    ...(match === 'needed' ? (['revision-missing'] as const) : []),
    'too-many',
  ];
  return Object.fromEntries(
    kinds.map((kind) => [PROBLEMS[kind].status, { $ref: `#/components/responses/${kind}` }]),
  );
}

function problemResponse([kind, { title, when }]: [string, (typeof PROBLEMS)[Kind]]): [string, Json] {
  const schema = { $ref: '#/components/schemas/Problem' };
  return [kind, { description: `${title}: ${when}`, content: { 'application/problem+json': { schema } } }];
}
