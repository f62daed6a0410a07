/** What a reader's socket may say, checked by hand: anything at all can come in [R10]. */
import type { FromDesk } from '../../shared/desk.ts';
import type { JoinAnswer } from '../../shared/protocol.ts';

const SLUG = /^[a-z0-9-]{1,80}$/;
const EPOCH = /^[\w-]{1,40}$/;

export interface ParsedJoin {
  blog: string;
  after: number;
  epoch?: string;
  answer: (answer: JoinAnswer) => void;
}

/** `join {blog, after, epoch?}` with an acknowledgement; undefined for anything else. */
export function parseJoin(frame: unknown[]): ParsedJoin | undefined {
  const [join, answer, ...rest] = frame;
  if (!isObject(join) || typeof answer !== 'function' || rest.length > 0) return undefined;
  const { blog, after, epoch } = join;
  if (typeof blog !== 'string' || !SLUG.test(blog)) return undefined;
  if (typeof after !== 'number' || !Number.isSafeInteger(after) || after < 0) return undefined;
  if (epoch !== undefined && (typeof epoch !== 'string' || !EPOCH.test(epoch))) return undefined;
  return { blog, after, ...(epoch !== undefined && { epoch }), answer: answer as ParsedJoin['answer'] };
}

/** The blog of `leave {blog}`; undefined for anything else. An acknowledgement may be asked for and gets none. */
export function parseLeave(frame: unknown[]): string | undefined {
  const [leave] = frame;
  return isObject(leave) && typeof leave.blog === 'string' && SLUG.test(leave.blog) ? leave.blog : undefined;
}

interface ParsedWatch {
  blog: string;
  answer: Parameters<FromDesk['watch']>[1];
}

/** `watch {blog}` with an acknowledgement; undefined for anything else. */
export function parseWatch(frame: unknown[]): ParsedWatch | undefined {
  const [watch, answer, ...rest] = frame;
  const blog = parseLeave([watch]);
  if (blog === undefined || typeof answer !== 'function' || rest.length > 0) return undefined;
  return { blog, answer: answer as ParsedWatch['answer'] };
}

/** The entry of `editing {entry}`, or null for none; undefined for anything else. */
export function parseEditing(frame: unknown[]): string | null | undefined {
  const [editing] = frame;
  if (!isObject(editing)) return undefined;
  const { entry } = editing;
  return entry === null || (typeof entry === 'string' && /^[0-9a-z]{1,40}$/.test(entry)) ? entry : undefined;
}

/** Counts as readers see them: exact when few, coarser as they grow. */
export function rounded(readers: number): number {
  const step = readers < 100 ? 1 : readers < 1_000 ? 10 : 50;
  return Math.floor(readers / step) * step;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
