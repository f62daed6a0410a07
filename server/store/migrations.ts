/** Every step of the spine's own tables; features bring those of theirs, numbered in the same row. */
import { blogsAndEntries } from './migrations/001-blogs-and-entries.ts';
import { tokensAndCommands } from './migrations/002-tokens-and-commands.ts';
import { desk } from './migrations/003-desk.ts';
import { secrets } from './migrations/004-secrets.ts';
import { deskOrder } from './migrations/006-desk-order.ts';
import { blogImage } from './migrations/007-blog-image.ts';
import { startOfImports } from './migrations/008-start-of-imports.ts';
import { nodes } from './migrations/010-nodes.ts';
import { epoch } from './migrations/011-epoch.ts';
import { makersOfLinks } from './migrations/012-makers-of-links.ts';
import { attempts } from './migrations/013-attempts.ts';
import { goneBlogs } from './migrations/014-gone-blogs.ts';
import { front } from './migrations/015-front.ts';
import { river } from './migrations/016-river.ts';
import type { Steps } from './migrations/step.ts';

export const migrations: Steps = {
  '001-blogs-and-entries': blogsAndEntries,
  '002-tokens-and-commands': tokensAndCommands,
  '003-desk': desk,
  '004-secrets': secrets,
  '006-desk-order': deskOrder,
  '007-blog-image': blogImage,
  '008-start-of-imports': startOfImports,
  '010-nodes': nodes,
  '011-epoch': epoch,
  '012-makers-of-links': makersOfLinks,
  '013-attempts': attempts,
  '014-gone-blogs': goneBlogs,
  '015-front': front,
  '016-river': river,
};
