/** On paper nothing is folded away. Newer browsers see to that by their styles (styles/base.css); others load this. */
window.addEventListener('beforeprint', () => {
  const folded = [...document.querySelectorAll<HTMLDetailsElement>('main details:not([open])')];
  folded.forEach((details) => (details.open = true));
  const fold = (): void => folded.forEach((details) => (details.open = false));
  window.addEventListener('afterprint', fold, { once: true });
});

export {};
