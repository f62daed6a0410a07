/** Where a feature adds what is done over HTTP. */
import type { RequestHandler, Router } from 'express';

export interface Door {
  /** Below /api/v1, for everybody: a route says itself who may pass. */
  open: Router;
  /** Below /api/v1, for commands: of somebody signed in, within their allowance, with a body of JSON. */
  commands: Router;
  /** Everywhere else, before the desk and readers' pages; with the headers of these. */
  pages: Router;
  /** For a route of `open`: reads its body of JSON. */
  body: RequestHandler[];
  /** For a route of `open`, such as an upload: lets pass what `commands` let pass, and leaves the body unread. */
  member: RequestHandler[];
}
