/** Somebody with a browser on the desk's page: keeps the cookie, and comes from where the page came from. */
import { ulid } from 'ulid';
import { hashPassword } from '../../server/features/people/passwords.ts';
import { cookieName, newSession } from '../../server/newsroom/sessions.ts';
import type { Invitation, Role } from '../../shared/people.ts';
import type { Service } from './service.ts';

export interface Answer<T> {
  status: number;
  headers: Headers;
  /** The body's JSON; an empty object where there is none. */
  body: T;
  /** The body as it came. */
  text: string;
}

type Fields = Record<string, unknown>;

export const PASSWORD = 'correct horse battery';

export class Person {
  readonly #origin: string;
  readonly #url: string;
  /** As the browser would send it. */
  cookie = '';

  constructor({ url, config }: Service) {
    this.#url = config.PUBLIC_URL ? `http://127.0.0.1:${config.PORT}` : url;
    this.#origin = url;
  }

  /** `headers` replace the ones that a browser would send; `undefined` leaves one out. */
  async send<T = Fields>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string | undefined> = {},
  ): Promise<Answer<T>> {
    const all: Record<string, string | undefined> = {
      Origin: this.#origin,
      ...(this.cookie && { Cookie: this.cookie }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    };
    const response = await fetch(`${this.#url}/api/v1${path}`, {
      method,
      headers: Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined),
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.cookie = cookie.split(';')[0]!;
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text || '{}') as T };
  }

  signIn(email: string, password = PASSWORD): Promise<Answer<Fields>> {
    return this.send('POST', '/session', { email, password });
  }

  /** What stands in a one-time link behind the last slash. */
  accept(link: string, command: Fields): Promise<Answer<Fields>> {
    return this.send('POST', `/invitations/${tokenIn(link)}`, { password: PASSWORD, ...command });
  }
}

let people = 0;
let hashed: Promise<string> | undefined;

/** A new person with this role, whose password is PASSWORD, signed in. */
export async function hire(
  service: Service,
  role: Role,
  blog: string | null = null,
): Promise<Person & { id: string; email: string }> {
  people += 1;
  const [id, email] = [ulid().toLowerCase(), `${role}${people}@example.org`];
  const password = await (hashed ??= hashPassword(PASSWORD));
  const cookie = await service.store.transaction(async ({ accounts }) => {
    const created_at = service.store.clock.now();
    await accounts.add({ id, email, name: `${role} ${people}`, password, is_disabled: 0, created_at });
    await accounts.setMemberships(id, [{ account: id, role, blog: blog ?? '*' }]);
    const { row, cookie } = newSession(id, 'a test', created_at);
    await accounts.addSession(row);
    return cookie;
  });
  const person = new Person(service);
  person.cookie = `${cookieName(service.config.PUBLIC_URL)}=${cookie}`;
  return Object.assign(person, { id, email });
}

export const isSignedIn = async (person: Person): Promise<boolean> =>
  (await person.send('GET', '/session')).status === 200;

export const invitationBy = (
  admin: Person,
  email: string,
  role = 'editor',
  blog: string | null = null,
): Promise<Answer<Invitation & { link: string }>> =>
  admin.send('POST', '/invitations', { email, grant: { role, blog } });

export const tokenIn = (link: string): string => link.split('/').at(-1)!;
