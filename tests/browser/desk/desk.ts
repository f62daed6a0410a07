/** People at the desk, each in a browser of their own. */
import type { Page } from 'playwright-core';
import type { Desk } from '../../../scripts/desk.ts';
import type { Role } from '../../../shared/people.ts';
import { hire, type Person } from '../../support/staff.ts';
import { type Service, startService } from '../../support/service.ts';
import type { Visit } from '../support.ts';

export type Open = (address: string, visit?: Visit) => Promise<Page>;

export interface Newsroom extends Service {
  /** Writes past the desk's page, as an admin. */
  api: Desk;
  /** A page of somebody new, signed in, at `path`. */
  seat(path: string, role?: Role, blog?: string | null, visit?: Visit): Promise<Seat>;
}

export interface Seat {
  page: Page;
  person: Person & { id: string; email: string };
}

/** What the browser says itself about answers that are no success; the page says it in words. */
export const REFUSALS = /Failed to load resource: the server responded with a status of 4\d\d/;

/** The service, with the live blog `flood`. */
export async function newsroom(open: Open): Promise<Newsroom> {
  const service = await startService();
  const api = await service.desk();
  await api.createBlog({ slug: 'flood', title: 'The river rises' });
  return {
    ...service,
    api,
    seat: async (path, role = 'admin', blog = null, visit = {}) => {
      const person = await hire(service, role, blog);
      const page = await open(service.url + path, {
        ...visit,
        prepare: async (page) => {
          await page.context().addCookies([cookieOf(person.cookie, service.url)]);
          await visit.prepare?.(page);
        },
      });
      await page.getByRole('heading', { level: 1 }).waitFor();
      return { page, person };
    },
  };
}

export function cookieOf(header: string, url: string) {
  const [name, value] = header.split('=') as [string, string];
  return { name, value, url };
}

export const tab = (page: Page, name: RegExp) => page.getByRole('tab', { name });
export const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

/** An entry in the desk's list, by its headline. */
export const listed = (page: Page, headline: string) =>
  page.getByRole('list', { name: 'Entries' }).getByRole('listitem').filter({ hasText: headline });

export const headlineOn = (page: Page) => page.getByRole('textbox', { name: 'Headline' });
