/** What a reader's socket may say, checked by hand: anything at all can come in [R10]. */
import type { JoinAnswer } from '../../shared/protocol.ts';

const SLUG = /^[a-z0-9-]{1,80}$/;

interface ParsedJoin {
  blog: string;
  after: number;
  answer: (answer: JoinAnswer) => void;
}

/** `join {blog, after}` with an acknowledgement; undefined for anything else. */
export function parseJoin(frame: unknown[]): ParsedJoin | undefined {
  const [join, answer, ...rest] = frame;
  if (!isObject(join) || typeof answer !== 'function' || rest.length > 0) return undefined;
  const { blog, after } = join;
  if (typeof blog !== 'string' || !SLUG.test(blog)) return undefined;
  if (typeof after !== 'number' || !Number.isSafeInteger(after) || after < 0) return undefined;
  return { blog, after, answer: answer as ParsedJoin['answer'] };
}

/** The blog of `leave {blog}`; undefined for anything else. An acknowledgement may be asked for and gets none. */
export function parseLeave(frame: unknown[]): string | undefined {
  const [leave] = frame;
  return isObject(leave) && typeof leave.blog === 'string' && SLUG.test(leave.blog) ? leave.blog : undefined;
}

/** Counts as readers see them: exact when few, coarser as they grow. */
export function rounded(readers: number): number {
  const step = readers < 100 ? 1 : readers < 1_000 ? 10 : 50;
  return Math.floor(readers / step) * step;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
