/** What each route is for, in words, and by which schemas it takes and answers. */
import type { GenericSchema } from 'valibot';
import { createEntries } from '../batch.ts';
import * as commands from '../../../../shared/commands.ts';
import type { Kind } from '../../problems.ts';
import { ANSWERS } from './schemas.ts';

type Answer = keyof typeof ANSWERS;

export interface Operation {
  summary: string;
  /** Who may: everybody, whoever has a token or a session, or only this service's own pages. */
  for: 'all' | 'desk' | 'own pages';
  query?: Record<string, string>;
  body?: GenericSchema;
  /** A body may be left out. */
  isBodyOptional?: true;
  /** By status; '' for an answer without a body, `json` for the description itself. */
  answers: Record<number, Answer | '' | 'json' | 'page' | 'lines'>;
  /** `If-Match` is heard, or must be there. */
  match?: 'heard' | 'needed';
  problems?: Kind[];
}

const CURSOR = 'the cursor `older` of the page before';
const LIMIT = 'how many at most, 1 to 100';
const gone: Kind[] = ['not-found', 'removed'];

/** By method and path, as the routes have them. */
export type Operations = Record<string, Operation>;

export const OPERATIONS: Operations = {
  'GET /blogs': {
    summary: 'The blogs that you may see, those with the latest news first; drafts are for their desk.',
    for: 'all',
    query: {
      status: 'draft, live, paused, ended; several with commas between',
      language: 'a language tag, such as `uk`',
      limit: `${LIMIT}; 100 if not said`,
      before: CURSOR,
    },
    answers: { 200: 'Blogs' },
    problems: ['bad-request'],
  },
  'POST /blogs': {
    summary: 'Create a blog.',
    for: 'desk',
    body: commands.createBlog,
    answers: { 201: 'Blog' },
    problems: ['taken'],
  },
  'GET /blogs/:slug': {
    summary: 'The newest page, as an update from 0.',
    for: 'all',
    answers: { 200: 'Update' },
    problems: ['not-found'],
  },
  'PATCH /blogs/:slug': {
    summary: 'Change a blog’s facts; fields that are left out stay.',
    for: 'desk',
    body: commands.changeBlog,
    answers: { 200: 'Blog' },
    match: 'heard',
    problems: ['not-found'],
  },
  'DELETE /blogs/:slug': {
    summary: 'Remove a blog whole, with all that was said in it; for admins. Nothing brings it back.',
    for: 'desk',
    answers: { 204: '' },
    match: 'heard',
    problems: ['not-found'],
  },
  'GET /blogs/:slug/updates': {
    summary: 'What changed since `after`; a snapshot (`from: 0`) where that can’t be told or is too much.',
    for: 'all',
    query: {
      after: 'the seq that you hold, 0 for none',
      wait: 'seconds, up to 30, to hold the answer until there is news',
      epoch: '`epoch` of the update that you have it from',
    },
    answers: { 200: 'Update' },
    problems: ['bad-request', 'not-found'],
  },
  'GET /blogs/:slug/entries': {
    summary: 'Entries, newest first, page by page.',
    for: 'all',
    query: { before: CURSOR, limit: `${LIMIT}; 20 if not said` },
    answers: { 200: 'Page' },
    problems: ['bad-request', 'not-found'],
  },
  'POST /blogs/:slug/entries': {
    summary: 'Publish an entry, or draft, submit or schedule one. A headline or text must be there.',
    for: 'desk',
    body: commands.createEntry,
    answers: { 201: 'DeskEntry' },
    problems: ['not-found', 'blog-ended'],
  },
  'POST /blogs/:slug/entries:batch': {
    summary: 'Up to 200 entries in one request, each as if it came alone, with its key and its answer.',
    for: 'desk',
    body: createEntries,
    answers: { 200: 'Batch' },
  },
  'GET /blogs/:slug/entries/:id': {
    summary: 'One entry; more of it for its desk, where readers don’t see it yet.',
    for: 'all',
    answers: { 200: 'Entry' },
    problems: gone,
  },
  'PATCH /blogs/:slug/entries/:id': {
    summary: 'Edit an entry; fields that are left out stay.',
    for: 'desk',
    body: commands.changeEntry,
    answers: { 200: 'DeskEntry' },
    match: 'needed',
    problems: [...gone, 'blog-ended'],
  },
  'DELETE /blogs/:slug/entries/:id': {
    summary: 'Remove an entry, for good as far as readers are concerned.',
    for: 'desk',
    body: commands.removeEntry,
    isBodyOptional: true,
    answers: { 204: '' },
    match: 'heard',
    problems: ['not-found'],
  },
  'POST /blogs/:slug/entries/:id/restore': {
    summary: 'Say again what the entry said at a revision; a removed one comes back as a draft.',
    for: 'desk',
    body: commands.restoreEntry,
    answers: { 200: 'DeskEntry' },
    match: 'needed',
    problems: ['not-found', 'blog-ended'],
  },
  'GET /blogs/:slug/entries/:id/changes': {
    summary: 'What readers could see of an entry over time, where the blog’s `showChanges` is on.',
    for: 'all',
    query: { before: 'the revision `older` of the page before' },
    answers: { 200: 'Changes' },
    problems: ['not-found'],
  },
  'GET /blogs/:slug/desk': {
    summary: 'A blog as its desk sees it at a glance: facts, counts, key events.',
    for: 'desk',
    answers: { 200: 'DeskBlog' },
    problems: ['not-found'],
  },
  'GET /blogs/:slug/desk/export': {
    summary:
      'The blog with all its entries, drafts too, as a file: lines of JSON, which `dateline replay` takes.',
    for: 'desk',
    answers: { 200: 'lines' },
    problems: ['not-found'],
  },
  'GET /blogs/:slug/desk/entries': {
    summary: 'Entries in every state, newest first.',
    for: 'desk',
    query: {
      state: 'draft, submitted, scheduled, published or removed',
      q: 'words to look for',
      before: CURSOR,
      limit: LIMIT,
    },
    answers: { 200: 'DeskPage' },
    problems: ['bad-request', 'not-found'],
  },
  'GET /blogs/:slug/desk/entries/:id': {
    summary: 'One entry in whatever state, for its desk.',
    for: 'desk',
    answers: { 200: 'ListedEntry' },
    problems: ['not-found'],
  },
  'GET /blogs/:slug/desk/entries/:id/history': {
    summary: 'An entry’s revisions, with who made them.',
    for: 'desk',
    answers: { 200: 'History' },
    problems: ['not-found'],
  },
  'GET /front': {
    summary: 'The news feed over all blogs: where each stands, those that run, and the newest entries.',
    for: 'all',
    query: { section: 'the slug of a section', before: CURSOR, limit: `${LIMIT}; 30 if not said` },
    answers: { 200: 'FrontPage' },
    problems: ['bad-request', 'not-found'],
  },
  'GET /sections': { summary: 'The sections of the front.', for: 'all', answers: { 200: 'Sections' } },
  'POST /sections': {
    summary: 'Add one; for admins.',
    for: 'desk',
    body: commands.createSection,
    answers: { 201: 'Section' },
    problems: ['taken'],
  },
  'PATCH /sections/:slug': {
    summary: 'Give one another name.',
    for: 'desk',
    body: commands.changeSection,
    answers: { 200: 'Section' },
    problems: ['not-found'],
  },
  'DELETE /sections/:slug': { summary: 'Remove one.', for: 'desk', answers: { 204: '' } },
  'GET /problems': { summary: 'The kinds of problem, explained.', for: 'all', answers: { 200: 'page' } },
  'GET /problems/:kind': {
    summary: 'One kind of problem: where its `type` leads.',
    for: 'all',
    answers: { 200: 'page' },
    problems: ['not-found'],
  },
  'GET /': { summary: 'This description, for people.', for: 'all', answers: { 200: 'page' } },
  'GET /openapi.json': { summary: 'This description, for programs.', for: 'all', answers: { 200: 'json' } },
};
