/** What a machine can tell of whether a page is for everyone. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** What axe finds wrong with the page in light colours, and in dark ones with what they change. */
export async function faultsOn(page: Page): Promise<string[]> {
  // Frames of other origins are left out: there are none, and it takes half the time.
  const axe = () => new AxeBuilder({ page }).setLegacyMode();
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await axe().analyze();
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await axe().withRules(OF_COLOURS).analyze();
  return [...inWords('light', light.violations), ...inWords('dark', dark.violations)];
}

type Violations = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'];

const inWords = (colours: string, violations: Violations): string[] =>
  violations.map(
    ({ id, nodes }) => `${colours}, ${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' ')}`,
  );
