/** What is shown at each of the desk's own pages, and to whom. */
import type { Component } from 'svelte';
import { DESK_PAGES, type DeskPageName } from '../../shared/desk-pages.ts';
import { isAdmin, mayCreateBlogs, type Me } from '../../shared/people.ts';
import AccountPage from './account/AccountPage.svelte';
import AuditPage from './audit/AuditPage.svelte';
import type { Outbox } from './outbox/outbox.svelte.ts';
import PartnersPage from './partners/PartnersPage.svelte';
import BylinesPage from './people/BylinesPage.svelte';
import PeoplePage from './people/PeoplePage.svelte';

export const PAGES: Record<DeskPageName, Component<{ me: Me; outbox: Outbox }>> = {
  bylines: BylinesPage,
  partners: PartnersPage as Component, // it takes nothing of what all are given
  people: PeoplePage,
  audit: AuditPage as Component,
  account: AccountPage,
};

export function mayOpen({ grants }: Me, page: DeskPageName): boolean {
  const isFor = { all: true, editors: mayCreateBlogs(grants), admins: isAdmin(grants) };
  return isFor[DESK_PAGES[page].for];
}

/** What the bar links to, in its order. */
export const linksFor = (me: Me): { href: string; text: string }[] => [
  { href: '/desk', text: 'Blogs' },
  ...(Object.keys(DESK_PAGES) as DeskPageName[])
    .filter((page) => mayOpen(me, page))
    .map((page) => ({ href: `/desk/${page}`, text: DESK_PAGES[page].link ?? me.name })),
];
