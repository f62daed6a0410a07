/** What hangs on the spine: a line for each feature, whose folder stands beside this file. */
import { alerts } from './features/alerts/feature.ts';
import { audit } from './features/audit/feature.ts';
import type { Feature } from './features/feature.ts';
import { people } from './features/people/feature.ts';
import { partners } from './features/partners/feature.ts';
import { websub } from './features/websub/feature.ts';

export const FEATURES: readonly Feature[] = [people, partners, alerts, websub, audit];
