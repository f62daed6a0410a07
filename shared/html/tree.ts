/** A text as a parser understood it, whoever's parser that was. */
export type Tree = string | Element;

export interface Element {
  /** In lower case. */
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: Tree[];
}

/** All words in it, as they stand. */
export const textIn = (tree: Tree): string =>
  typeof tree === 'string' ? tree : tree.children.map(textIn).join('');

export const isElement = (tree: Tree, ...names: string[]): tree is Element =>
  typeof tree !== 'string' && names.includes(tree.name);
