/** What browsers do to a page that they translate: elements in the place of its text nodes, also in shadow trees. */
import type { Page } from 'playwright-core';

/** Stands before each text that has been translated and not been written anew since. */
const MARK = '¤';

/** `all`: also those that are blank or empty, which nobody would translate. */
export const translate = (page: Page, which: 'words' | 'all' = 'words'): Promise<number> =>
  page.evaluate(
    ([mark, which]) => {
      const isScript = (node: Node): boolean =>
        ['SCRIPT', 'STYLE'].includes(node.parentElement?.tagName ?? '');
      let count = 0;
      const swap = (root: Node): void => {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
        const texts: Text[] = [];
        while (walker.nextNode()) {
          const node = walker.currentNode;
          if (node instanceof Element && node.shadowRoot) swap(node.shadowRoot);
          if (node instanceof Text && !isScript(node) && (which === 'all' || node.data.trim()))
            texts.push(node);
        }
        for (const text of texts) {
          const [outer, inner] = [document.createElement('font'), document.createElement('font')];
          inner.textContent = text.data.trim() ? mark + text.data : text.data;
          outer.append(inner);
          text.replaceWith(outer);
          count += 1;
        }
      };
      swap(document.body);
      return count;
    },
    [MARK, which] as const,
  );

/** The texts that an element shows, line by line, as they were before they were translated. */
export const textsOf = (page: Page, selector: string): Promise<string[]> =>
  page.locator(selector).evaluate((element, mark) => {
    const root = (element.shadowRoot?.querySelector('.root') ?? element) as HTMLElement;
    return root.innerText
      .replaceAll(mark, '')
      .split('\n')
      .map((line) => line.replace(/\s+/g, ' ').trim())
      .filter(Boolean);
  }, MARK);
