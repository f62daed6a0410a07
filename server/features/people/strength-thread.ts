/** The thread in which passwords are looked at: up to a second and 70 MB, of which the loop and the node are spared. */
import { parentPort } from 'node:worker_threads';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import * as english from '@zxcvbn-ts/language-en';

export interface Question {
  password: string;
  /** What is known of its owner, and so tried first. */
  own: string[];
}

/** `score` from 0 to 4; `warning` is the library's name of what is wrong. */
export interface Estimate {
  score: number;
  warning: string | null;
}

const estimator = new ZxcvbnFactory({
  dictionary: { ...common.dictionary, ...english.dictionary },
  graphs: common.adjacencyGraphs,
  maxLength: 64, // who gets through so much of it has guessed it
});

parentPort!.on('message', ({ password, own }: Question) => {
  const { score, feedback } = estimator.check(password, own);
  parentPort!.postMessage({ score, warning: feedback.warning } satisfies Estimate);
});
