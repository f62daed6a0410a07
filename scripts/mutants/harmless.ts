/** Changes that no test can tell, since nobody could: what each one says, and why it is no fault. */
export interface Harmless {
  file: string;
  /** What stands there, and what was put in its place. */
  from: string;
  to: string;
  why: string;
}

export const HARMLESS: Harmless[] = [
  {
    file: 'shared/merge.ts',
    from: 'a > b',
    to: 'a >= b',
    why: 'of two times that are the same either is the latest',
  },
  {
    file: 'shared/merge.ts',
    from: 'blog.older === null',
    to: 'false',
    why: 'null is no cursor, and the place of what is none is null',
  },
];
