/** Partners, on whose pages widgets are, and how much they are used there. */
import type { Selectable } from 'kysely';

export interface PartnerTables {
  /** `origins` is JSON: string[]; `blogs` is JSON too, slugs, and null for every blog that is for listed partners. */
  partner: { id: string; name: string; origins: string; blogs: string | null; created_at: string };
  /** How often a partner's pages opened a widget on a day (UTC). */
  partner_views: { partner: string; day: string; views: number };
  /** How many widgets are open on a partner's pages, as each node says of its own. */
  partner_open: { partner: string; node: string; widgets: number; seen_at: string };
}

export type PartnerRow = Selectable<PartnerTables['partner']>;
