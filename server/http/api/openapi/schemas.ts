/** All that the API answers with: its description is made of these, and a test holds real answers against them. */
import * as answers from './answers.ts';
import * as desk from './desk-answers.ts';

export const ANSWERS = { ...answers, ...desk };
