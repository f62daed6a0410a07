/** What a reader's socket may say, checked by hand: anything at all can come in [R10]. */
import type { FromDesk } from '../../shared/desk.ts';
import type { FrontAnswer, JoinAnswer } from '../../shared/protocol.ts';
import type { Vector } from '../feeds/front.ts';

const SLUG = /^[a-z0-9-]{1,80}$/;
/** Blogs that somebody may hold of the front. */
const MOST_HELD = 500;
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

export interface ParsedFrontJoin extends Vector {
  /** Empty for the whole front. */
  front: string;
  answer: (answer: FrontAnswer) => void;
}

/** `join {front, after: {slug: seq}, epoch?}` with an acknowledgement; undefined for anything else. */
export function parseFrontJoin(frame: unknown[]): ParsedFrontJoin | undefined {
  const [join, answer, ...rest] = frame;
  if (!isObject(join) || !isObject(join.after) || typeof answer !== 'function' || rest.length > 0)
    return undefined;
  const front = sectionIn(join);
  const after = Object.entries(join.after).slice(0, MOST_HELD + 1);
  if (front === undefined || after.length > MOST_HELD) return undefined;
  const joins = after.map(([blog, seq]) =>
    parseJoin([{ blog, after: seq, ...(join.epoch !== undefined && { epoch: join.epoch }) }, answer]),
  );
  if (joins.includes(undefined)) return undefined;
  return {
    front,
    after: new Map(joins.map((each) => [each!.blog, each!.after])),
    epoch: joins[0]?.epoch,
    answer: answer as ParsedFrontJoin['answer'],
  };
}

/** The section of `leave {front}`; undefined for anything else. */
export const parseFrontLeave = ([leave]: unknown[]): string | undefined =>
  isObject(leave) ? sectionIn(leave) : undefined;

const sectionIn = ({ front }: Record<string, unknown>): string | undefined =>
  typeof front === 'string' && (front === '' || SLUG.test(front)) ? front : undefined;

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
