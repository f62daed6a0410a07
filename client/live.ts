/** Placeholder while the page is drawn; the real module has exactly this interface. */
import type { Blog } from '../shared/blog.ts';

export type Connection = 'connecting' | 'live' | 'reconnecting' | 'polling' | 'offline' | 'gone';

export interface Follower {
  /** Something says that the world may have changed (tab visible, network back): check at once. */
  wake(): void;
  close(): void;
}

export interface FollowOptions {
  /** Where the service is, such as `https://live.example.org`. */
  origin: string;
  blog: Blog;
  onBlog(blog: Blog): void;
  onConnection(connection: Connection): void;
  onReaders(readers: number): void;
}

export function follow(_options: FollowOptions): Follower {
  return { wake() {}, close() {} };
}

/** The blog with one more page of older entries behind it. */
export async function loadOlder(_origin: string, blog: Blog): Promise<Blog> {
  return blog;
}
