/** Where keys are somebody's writing or choice, and must not be taken for anything else. */

export const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, select, textarea'));

/** Of a field. */
export const holdsSomething = (field: Element): boolean =>
  ('value' in field ? field.value : field.textContent) !== '';
