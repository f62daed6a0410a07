/** What the desk says to those who hear it: what became of everything that they did, once, in one place. */

class Voice {
  /** An object, so that equal words are each said. */
  said: { text: string } = $state.raw({ text: '' });

  say(text: string): void {
    this.said = { text };
  }
}

/** Desk.svelte has its place, which is there from the start: browsers overhear what comes with its place. */
export const voice = new Voice();
