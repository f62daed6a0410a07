/** Puts a view into a widget's root, and leaves alone what has not changed: focus, open texts, scrolling. */
import type { Options } from './options.ts';
import type { View } from './view.ts';

interface Placed {
  html: string;
  element: HTMLElement;
}

/** What a page that asks for Trusted Types has to allow: the service's HTML is sanitised when it is written [R8]. */
const policy = trustedPolicy();

export class Place {
  readonly #heading = document.createElement('div');
  readonly #status = document.createElement('div');
  readonly #list = part('list');
  readonly #bottom = part('bottom');
  readonly root = part('root');
  readonly #texts = new WeakMap<Element, string>();
  #placed = new Map<string, Placed>();

  constructor() {
    this.root.part.add('root');
    const top = part('top');
    top.append(this.#heading, this.#status);
    this.root.append(top, this.#list, this.#bottom);
  }

  /** The ids of the entries that are new or changed. */
  show(view: View, { layout }: Options): string[] {
    this.root.lang = view.language;
    this.root.dir = view.direction;
    this.#list.className = `list ${layout}`;
    this.#write(this.#heading, view.heading.text);
    this.#write(this.#status, view.status.text);
    this.#write(this.#bottom, view.bottom.text);
    return this.#writeItems(view.items);
  }

  #writeItems(items: View['items']): string[] {
    const isFirst = this.#placed.size === 0;
    const before = this.#placed;
    const changed: string[] = [];
    this.#placed = new Map();
    const wanted = new Set(items.map(({ id }) => id));
    // First, so that what stays need not be moved: an element that is moved loses the focus.
    for (const [id, { element }] of before) if (!wanted.has(id)) element.remove();
    items.forEach(({ id, html }, index) => {
      const known = before.get(id);
      const same = known?.html === html.text ? known : undefined;
      const placed = same ?? { html: html.text, element: elementFrom(html.text) };
      if (!same) changed.push(id);
      if (known && !same) keepState(known.element, placed.element);
      if (!known && !isFirst) placed.element.classList.add('fresh');
      this.#placed.set(id, placed);
      if (known && !same) known.element.replaceWith(placed.element);
      if (this.#list.children[index] !== placed.element) {
        this.#list.insertBefore(placed.element, this.#list.children[index] ?? null);
      }
    });
    return changed;
  }

  #write(element: Element, text: string): void {
    if (this.#texts.get(element) === text) return;
    this.#texts.set(element, text);
    element.innerHTML = trusted(text);
  }
}

/** Whoever reads on in an entry, or has it focused, does so after it has changed. */
function keepState(before: HTMLElement, after: HTMLElement): void {
  const details = after.querySelector('details');
  if (details && before.querySelector('details[open]')) details.open = true;
  const { activeElement } = before.getRootNode() as ShadowRoot;
  if (!activeElement || !before.contains(activeElement)) return;
  const same = after.querySelector<HTMLElement>(activeElement.localName) ?? after.querySelector('a');
  queueMicrotask(() => same?.focus({ preventScroll: true }));
}

function part(name: string): HTMLElement {
  const element = document.createElement('div');
  element.className = name;
  return element;
}

function elementFrom(text: string): HTMLElement {
  const template = document.createElement('template');
  template.innerHTML = trusted(text);
  return template.content.firstElementChild as HTMLElement;
}

function trusted(text: string): string {
  return policy ? policy.createHTML(text) : text;
}

/** Undefined where the browser knows nothing of it, or the page does not allow ours. */
function trustedPolicy(): { createHTML(text: string): string } | undefined {
  const { trustedTypes } = window as unknown as {
    trustedTypes?: { createPolicy(name: string, rules: object): { createHTML(text: string): string } };
  };
  try {
    return trustedTypes?.createPolicy('live-blog', { createHTML: (text: string) => text });
  } catch {
    return undefined;
  }
}
