/** The little of autocannon that the benchmark uses; it brings no types of its own. */
declare module 'autocannon' {
  interface Options {
    url: string;
    connections: number;
    duration: number;
    headers?: Record<string, string>;
  }
  interface Answers {
    requests: { average: number; total: number };
    errors: number;
    timeouts: number;
  }
  interface Run extends PromiseLike<Answers> {
    /** `bytes` is the whole answer's size, its head included. */
    on(name: 'response', listener: (client: unknown, status: number, bytes: number) => void): void;
  }
  export default function autocannon(options: Options): Run;
}
