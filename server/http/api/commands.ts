/** Commands on blogs and entries. A table of routes; the rules stand in the newsroom. */
import type { Response, Router } from 'express';
import * as commands from '../../../shared/commands.ts';
import { blogFacts } from '../../newsroom/blogs.ts';
import type { Newsroom } from '../../newsroom/newsroom.ts';
import { clocksFrom, revisionsFrom, revisionsOf } from '../caching/conditions.ts';
import { blogTag, entryTag } from '../caching/tags.ts';
import { by, command } from '../request.ts';
import { createEntries, publishAll } from './batch.ts';

/** Adds them to `writes`, the routes that ask for somebody signed in already. */
export function commandRoutes(newsroom: Newsroom, writes: Router): void {
  writes.post('/blogs', async (request, response) => {
    const blog = await newsroom.createBlog(by(request), command(request, commands.createBlog));
    response
      .status(201)
      .set('ETag', blogTag(blog))
      .location(`/api/v1/blogs/${blog.slug}`)
      .json(blogFacts(blog, by(request).actor));
  });

  writes.patch('/blogs/:slug', async (request, response) => {
    const change = command(request, commands.changeBlog);
    const { slug } = request.params;
    const blog = await newsroom.changeBlog(by(request), slug, change, clocksFrom(request, slug));
    response.set('ETag', blogTag(blog)).json(blogFacts(blog, by(request).actor));
  });

  writes.delete('/blogs/:slug', async (request, response) => {
    const { slug } = request.params;
    await newsroom.removeBlog(by(request), slug, clocksFrom(request, slug));
    response.status(204).end();
  });

  writes.post('/blogs/:slug/entries', async (request, response) => {
    const { slug } = request.params;
    const entry = await newsroom.createEntry(by(request), slug, command(request, commands.createEntry));
    sendEntry(response.status(201).location(`/api/v1/blogs/${slug}/entries/${entry.id}`), entry);
  });

  writes.post('/blogs/:slug/entries\\:batch', async (request, response) => {
    const answers = await publishAll(newsroom, request, command(request, createEntries));
    response.json({ answers });
  });

  writes.patch('/blogs/:slug/entries/:id', async (request, response) => {
    const { slug, id } = request.params;
    const seen = revisionsOf(request);
    const change = command(request, commands.changeEntry);
    sendEntry(response, await newsroom.changeEntry(by(request), slug, id, seen, change));
  });

  writes.delete('/blogs/:slug/entries/:id', async (request, response) => {
    const { slug, id } = request.params;
    const { reason } = request.body === undefined ? {} : command(request, commands.removeEntry);
    await newsroom.removeEntry(by(request), slug, id, reason, revisionsFrom(request));
    response.status(204).end();
  });

  writes.post('/blogs/:slug/entries/:id/restore', async (request, response) => {
    const { slug, id } = request.params;
    const seen = revisionsOf(request);
    const { revision: earlier } = command(request, commands.restoreEntry);
    sendEntry(response, await newsroom.restoreEntry(by(request), slug, id, seen, earlier));
  });
}

function sendEntry(response: Response, entry: commands.DeskEntry): void {
  response.set('ETag', entryTag(entry)).json(entry);
}
