/** The sections of the front, kept by admins; what belongs to one that is removed stays on the front itself. */
import type { CreateSection } from '../../shared/commands.ts';
import type { Section } from '../../shared/front.ts';
import { frontBell } from '../bus/bus.ts';
import type { Transaction } from '../store/transaction.ts';
import type { Commit } from './commit.ts';
import { Invalid, NotFound, Taken } from './errors.ts';
import type { By } from './once.ts';
import { mustBeAdmin } from './people.ts';

export const addSection = (commit: Commit, by: By, section: CreateSection): Promise<Section> =>
  commit(by, async ({ transaction, actor, ring }) => {
    mustBeAdmin(actor);
    ring(frontBell());
    if (!(await transaction.sections.add(section)))
      throw new Taken(`There is a section "${section.slug}" already.`);
    return section;
  });

export const renameSection = (commit: Commit, by: By, section: Section): Promise<Section> =>
  commit(by, async ({ transaction, actor, ring }) => {
    mustBeAdmin(actor);
    ring(frontBell());
    if (!(await transaction.sections.rename(section)))
      throw new NotFound(`There is no section "${section.slug}".`);
    return section;
  });

/** Removing again changes nothing. */
export const removeSection = (commit: Commit, by: By, slug: string): Promise<null> =>
  commit(by, async ({ transaction, actor, ring }) => {
    mustBeAdmin(actor);
    ring(frontBell());
    await transaction.sections.remove(slug);
    return null;
  });

/** Throws Invalid where one of these is no section. */
export async function mustBeSections(transaction: Transaction, slugs: string[] = []): Promise<void> {
  if (slugs.length === 0) return;
  const known = new Set((await transaction.sections.all()).map(({ slug }) => slug));
  const unknown = slugs.find((slug) => !known.has(slug));
  if (unknown !== undefined)
    throw new Invalid([{ field: 'sections', detail: `has "${unknown}", which is no section` }]);
}
