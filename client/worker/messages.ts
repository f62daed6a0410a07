/** What the reader page asks of the service worker. */

/** The page is to be there without a network, as it is now. */
export interface Keep {
  keep: {
    /** Path and query. */
    path: string;
    /** The blog's clock, as the page knows it. */
    seq: number;
    /** Paths of what the page has loaded of ours. */
    assets: string[];
  };
}

/** These entries are no more: nothing that holds one of them may be kept [R7]. */
export interface Forget {
  forget: string[];
}

export type Message = Keep | Forget;
