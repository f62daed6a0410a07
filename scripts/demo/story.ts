/** A flood in a town that does not exist. `before` is there when the demo starts; `after` comes while you watch. */
import type { Author } from '../../shared/blog.ts';
import type { ChangeEntry } from '../../shared/commands.ts';

export interface Text {
  headline?: string;
  html?: string;
  authors?: Author[];
  keyEvent?: boolean;
  breaking?: boolean;
  pinned?: boolean;
}

/** An entry, or what becomes of an earlier one. `name` is how later steps call an entry. */
export type Step =
  { publish: Text; name?: string } | { edit: string; change: ChangeEntry } | { remove: string };

/** The latest of what was there before anybody watched. */
export type Past = { publish: Text; name?: string; minutesAgo: number };

export const blog = {
  slug: 'merrin-flood',
  title: 'Merrin flood: the river nears its record and the quays are cleared',
  standfirst:
    '<p>Rain on hills that could hold no more has sent the Merrin over its banks. Some 600 homes have been told to leave. ' +
    'We report from the quays, the shelter and the control room until the water falls.</p>',
  language: 'en-GB',
};
