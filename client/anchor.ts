/**
 * Keeps readers where they are when something above them grows, shrinks or goes: on the reader's page, in widgets, behind
 * frames and at the desk, in every browser alike, whether or not it anchors by itself.
 */
import { scrollBy } from './scrolling.ts';

/** Something on screen. */
export interface Held {
  /** Where it was. */
  was: number;
  /** Where it is now; NaN once it is gone. */
  place(): number;
}

/** What an entry is read by. */
const BLOCKS = 'h3, h4, p, li, pre, tr, figure';

/** What the corrections so far have left over: browsers scroll by whole pixels, and less than one adds up. */
const owed = new WeakMap<Element | Window, number>();

/**
 * Call it before something changes in `pane`, and what it gives back afterwards: what is being read is then where it was.
 * `items` are those of it that may be on screen, from the top. A pane that scrolls by itself does so, else the page does.
 * False where nothing of what was on screen is there any more.
 */
export function holdPlace(pane: Element, items: HTMLElement[]): () => boolean {
  const { top, bottom } = pane.getBoundingClientRect();
  return holdOneOf(inItems(items, Math.max(0, top), Math.min(innerHeight, bottom)), pane);
}

/** The same for what the pane has in it, best first: the first is held that is still there. */
export function holdOneOf(inside: Held[], pane: Element): () => boolean {
  if (pane === document.documentElement) return () => inside.some((one) => putBack(one, window));
  const { top, bottom, left, right } = pane.getBoundingClientRect();
  // Who sees where it begins sees what comes.
  if (top >= 0 && pane.scrollTop === 0) return () => true;
  const behind = { was: bottom, place: () => bottomOf(pane) };
  const isBeside = left > innerWidth / 2 || right < innerWidth / 2;
  const onPage = isBeside ? inMiddle(pane) : [behind];
  if (pane.scrollTop > 0)
    return () => {
      inside.some((one) => putBack(one, pane));
      return onPage.some((one) => putBack(one, window));
    };
  // Who has the end of it on the upper half of the screen reads what comes behind.
  const isOver = isBeside || bottom < innerHeight / 2;
  const held = isOver ? [...onPage, ...inside] : [...inside, ...onPage];
  return () => held.some((one) => putBack(one, window));
}

/** What is read beside a pane, which it may push away or not: of what stands there, what begins last. */
function inMiddle(pane: Element): Held[] {
  return [0.2, 0.3, 0.4, 0.5]
    .map((part) => document.elementFromPoint(innerWidth / 2, innerHeight * part))
    .filter((element) => element && !element.contains(pane))
    .map((element) => ({ was: topOf(element), place: () => (element!.isConnected ? topOf(element) : NaN) }))
    .sort((a, b) => b.was - a.was);
}

function putBack({ was, place }: Held, scroller: Element | Window): boolean {
  const off = (): number => place() - was + (owed.get(scroller) ?? 0);
  // Also a scroll by nothing would end one that is running.
  const pixels = Math.round(off());
  if (pixels) scrollBy(scroller, pixels);
  const left = off();
  if (Number.isNaN(left)) return false;
  // More than that is left only where there is no more to scroll.
  owed.set(scroller, Math.abs(left) < 1 ? left : 0);
  return true;
}

/** Best first: what begins where people read, else what of a long item is on screen. */
function inItems(items: HTMLElement[], from: number, to: number): Held[] {
  // Not only what begins on screen is on it: an item may be higher than the screen.
  const onScreen = items.filter((item) => bottomOf(item) > from && topOf(item) < to);
  const begins = onScreen.filter((item) => topOf(item) >= from).map(heldItem);
  const goesOn = onScreen.filter((item) => topOf(item) < from);
  const inIt = [...goesOn.flatMap((item) => heldBlocks(item, from, to)), ...goesOn.map(heldItem)];
  return begins[0] && begins[0].was < (from + to) / 2 ? [...begins, ...inIt] : [...inIt, ...begins];
}

function heldItem(item: HTMLElement): Held {
  const find = finder(item);
  return { was: topOf(item), place: () => topOf(find()) };
}

function heldBlocks(item: HTMLElement, from: number, to: number): Held[] {
  const find = finder(item);
  const onScreen = blocksIn(item).filter((block) => bottomOf(block) > from && topOf(block) < to);
  return [...onScreen.filter((block) => topOf(block) >= from), ...onScreen].map((block) => {
    const { textContent: text } = block;
    // An edit writes all of them anew: what says the same is the same.
    const same = () => blocksIn(find()).find(({ textContent }) => textContent === text);
    return { was: topOf(block), place: () => topOf(block.isConnected ? block : same()) };
  });
}

/** Finds an item again, also a widget's, which are made anew when they change. */
function finder(item: HTMLElement): () => Element | null {
  const root = item.getRootNode() as Document | ShadowRoot;
  const { entry } = item.dataset;
  return () => (item.isConnected ? item : root.querySelector(`[data-entry="${entry}"]`));
}

const blocksIn = (item: Element | null): Element[] => [...(item?.querySelectorAll(BLOCKS) ?? [])];
const topOf = (element: Element | null | undefined): number => element?.getBoundingClientRect().top ?? NaN;
const bottomOf = (element: Element): number => element.getBoundingClientRect().bottom;
