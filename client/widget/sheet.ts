/** Styles for a shadow root: made once, and in a form that no page's CSP has to allow, where the browser has that. */

let sheet: CSSStyleSheet | undefined;

/** Gives what has to stand in the root beside all else, where the browser has no such form. */
export function dress(root: ShadowRoot, css: string): Element[] {
  sheet ??= constructed(css);
  if (!sheet) return [styleElement(css)];
  root.adoptedStyleSheets = [sheet];
  return [];
}

/** Safari has them since 16.4, Firefox since 101. */
function constructed(css: string): CSSStyleSheet | undefined {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return sheet;
  } catch {
    return undefined;
  }
}

/** A page that forbids those shows the widget in looks of its own. */
function styleElement(css: string): Element {
  const style = document.createElement('style');
  style.textContent = css;
  return style;
}
