/** What a cache in front may keep, and for how long. `npm run caches` asks real ones. */
import { expect, test } from 'vitest';
import { startService } from '../support/service.ts';

test('[R7] what says that something is gone takes the place of what a cache holds, as soon as that is old', async () => {
  const { url, desk: newDesk } = await startService();
  const desk = await newDesk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  const { id } = await desk.publish('storm', { headline: 'Gone' });
  const places = [`/storm/${id}`, `/api/v1/blogs/storm/entries/${id}`, `/storm`, '/storm/feed.rss'];
  const cachingOf = async (place: string, headers = {}) => {
    const answer = await fetch(url + place, { headers });
    await answer.arrayBuffer();
    return [answer.status, answer.headers.get('Cache-Control'), answer.headers.get('Surrogate-Key')];
  };
  const shared = 'public, max-age=1, s-maxage=2, stale-while-revalidate=0';
  for (const place of places) expect(await cachingOf(place), place).toEqual([200, shared, 'storm']);

  await desk.remove('storm', id);
  for (const place of places.slice(0, 2)) {
    expect(await cachingOf(place), place).toEqual([410, shared, 'storm']);
    const nothing = place.replace(id, '01k00000000000000000000000');
    expect(await cachingOf(nothing), nothing).toEqual([404, shared, 'storm']);
    // What somebody who is signed in gets is for nobody else.
    expect(await cachingOf(place, { Cookie: 'a=b' }), place).toEqual([410, 'no-store', 'storm']);
  }
});
