/** The composer's keys, for the list on `?`. On a Mac, Cmd does what Ctrl does elsewhere. */
const mod = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl';

export const shortcuts: readonly { keys: string[]; does: string }[] = [
  { keys: [`${mod}+Enter`], does: 'Publish, or submit for approval' },
  { keys: [`${mod}+S`], does: 'Save as draft' },
  { keys: [`${mod}+B`], does: 'Bold' },
  { keys: [`${mod}+I`], does: 'Italic' },
  { keys: [`${mod}+Shift+S`], does: 'Strike through' },
  { keys: [`${mod}+K`], does: 'Link' },
  { keys: [`${mod}+Alt+3`, `${mod}+Alt+4`], does: 'Heading, small heading' },
  { keys: [`${mod}+Shift+8`, `${mod}+Shift+7`], does: 'Bulleted list, numbered list' },
  { keys: [`${mod}+Shift+B`], does: 'Quote' },
  { keys: [`${mod}+Shift+V`], does: 'Paste as plain text' },
];
