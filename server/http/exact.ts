/** Routers whose addresses are what they say: other case or a slash behind is another address, in a proxy's rules too. */
import { Router } from 'express';

export const exactRouter = (): Router => Router({ caseSensitive: true, strict: true });
