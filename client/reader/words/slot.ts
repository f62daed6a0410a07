/** Where something else stands in a message: `words.say.updated({ time: SLOT })`. */
export const SLOT = '\u0001';
