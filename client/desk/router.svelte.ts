/** Which page the address names. Links are plain links; this keeps them from loading the desk anew. */

import { DESK_PAGES, type DeskPageName } from '../../shared/desk-pages.ts';

export type Place =
  | { page: 'blogs' | 'sign-in' | 'nowhere' }
  | { page: 'own'; name: DeskPageName }
  | { page: 'join'; token: string }
  | { page: 'blog' | 'settings' | 'embed'; slug: string };

/** What a path below /desk stands for. */
export function placeAt(path: string): Place {
  const [desk, first, second, ...rest] = path.split('/').filter(Boolean);
  if (desk !== 'desk' || rest.length > 0) return { page: 'nowhere' };
  if (first === undefined) return { page: 'blogs' };
  if (isOwn(first)) return second === undefined ? { page: 'own', name: first } : { page: 'nowhere' };
  if (first === 'sign-in') return { page: second === undefined ? 'sign-in' : 'nowhere' };
  if (first === 'join') return second === undefined ? { page: 'nowhere' } : { page: 'join', token: second };
  if (second === undefined) return { page: 'blog', slug: first };
  return second === 'settings' || second === 'embed' ? { page: second, slug: first } : { page: 'nowhere' };
}

const isOwn = (name: string): name is DeskPageName => Object.hasOwn(DESK_PAGES, name);

class Router {
  path = $state(location.pathname);
  readonly place = $derived(placeAt(this.path));

  constructor() {
    window.addEventListener('popstate', () => (this.path = location.pathname));
  }

  go(path: string): void {
    if (path === location.pathname) return;
    history.pushState(null, '', path);
    this.path = path;
    window.scrollTo({ top: 0, behavior: 'instant' });
  }

  /** Goes there without a step that "Back" would lead to. */
  goInstead(path: string): void {
    history.replaceState(null, '', path);
    this.path = location.pathname;
  }

  /** For clicks anywhere on the page: those on links to the desk stay in it. */
  follow(click: MouseEvent): void {
    const link = (click.target as Element).closest('a');
    const isPlain = click.button === 0 && !(click.metaKey || click.ctrlKey || click.shiftKey || click.altKey);
    if (!link || !isPlain || click.defaultPrevented || link.target || link.origin !== location.origin) return;
    if (!/^\/desk(\/|$)/.test(link.pathname)) return;
    click.preventDefault();
    this.go(link.pathname);
  }
}

export const router = new Router();
