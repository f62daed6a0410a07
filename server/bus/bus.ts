/** How nodes ring each other. A bell carries no news: who hears it looks into the store. */

export interface Bell {
  blog: string;
  /** The blog's clock after the command that rang. */
  seq: number;
}

export interface Bus {
  /** Rings for everybody, this node included. Never throws and never waits: a lost bell is only a delay [R5]. */
  ring(bell: Bell): void;
  onBell(listener: (bell: Bell) => void): void;
  close(): Promise<void>;
}
