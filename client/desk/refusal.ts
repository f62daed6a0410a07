/** Why the server did not do what it was asked to, in words for people. */
import { type Problem, Refused, Unreachable } from './api.ts';

/** What happened, whether anything was lost, and what to do now. */
export function wordsFor(error: unknown): string {
  if (error instanceof Unreachable)
    return 'The service can’t be reached. Check your connection and try again.';
  if (!(error instanceof Refused)) {
    reportError(error);
    return 'Something broke on this page. Load it again and try once more.';
  }
  const { status, problem, retryAfter } = error;
  if (status === 401) return 'You are signed out. Sign in and try again.';
  if (status === 412)
    return 'Somebody else changed this meanwhile. Here is how it is now; please look again.';
  const reason = reasonOf(problem);
  return status === 429 && retryAfter ? `${reason} ${waitFor(retryAfter)}` : reason;
}

/** "The headline is too long. The byline must not be empty." */
export function reasonOf({ detail, errors }: Problem): string {
  if (!errors?.length) return withStop(detail);
  return errors.map((error) => withStop(`${nameOf(error.field)} ${error.detail}`)).join(' ');
}

function waitFor(seconds: number): string {
  if (seconds < 90) return `Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`;
  return `Try again in ${Math.ceil(seconds / 60)} minutes.`;
}

const withStop = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Fields whose names people would not guess; of lists, the list's. */
const NAMES: Record<string, string> = {
  slug: 'The address',
  html: 'The text',
  authors: 'The byline',
  publishAt: 'The time',
  state: 'It',
  timezone: 'The time zone',
  image: 'The picture for previews',
  imageAlt: 'What the picture shows',
  origins: 'The list of sites',
  'password.current': 'The password until now',
  'password.next': 'The new password',
  'grant.blog': 'The blog',
};

function nameOf(field: string): string {
  const [first, ...rest] = field.split('.');
  const last = rest.at(-1) ?? first!;
  return (
    NAMES[field] ?? NAMES[first!] ?? `The ${last.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`
  );
}
