/** Publishes a story step by step over the API, as a desk would, and says what it does. */
import { setTimeout as pause } from 'node:timers/promises';
import { plainText } from '../../shared/text.ts';
import { type Desk, Refused } from '../desk.ts';
import type { Past, Step, Text } from './story.ts';

const SHORTEST_PAUSE_MS = 4_000;
const LONGEST_PAUSE_MS = 9_000;

interface Known {
  id: string;
  revision: number;
  title: string;
}

export class Player {
  readonly #desk: Desk;
  readonly #slug: string;
  readonly #named = new Map<string, Known>();

  constructor(desk: Desk, slug: string) {
    this.#desk = desk;
    this.#slug = slug;
  }

  /** What was published before anybody watched. */
  async catchUp(past: Past[]): Promise<void> {
    for (const { publish, name, minutesAgo } of past) {
      const publishedAt = new Date(Date.now() - minutesAgo * 60_000).toISOString();
      await this.#publish({ ...publish, publishedAt }, name);
    }
  }

  /** One step every few seconds, `speed` times as fast, until the signal. */
  async play(steps: Iterable<Step>, speed: number, signal: AbortSignal): Promise<void> {
    for (const step of steps) {
      const length = SHORTEST_PAUSE_MS + Math.random() * (LONGEST_PAUSE_MS - SHORTEST_PAUSE_MS);
      await pause(length / speed, undefined, { signal });
      say(...(await this.#take(step)));
    }
  }

  /** Does it and says what it did. Whoever plays with the desk meanwhile may have made a step impossible. */
  async #take(step: Step): Promise<[did: string, title: string]> {
    try {
      if ('publish' in step) return [kindOf(step.publish), await this.#publish(step.publish, step.name)];
      if ('edit' in step) return [step.change.correction ? 'corrected' : 'edited', await this.#edit(step)];
      return ['removed', await this.#remove(step.remove)];
    } catch (error) {
      if (error instanceof Refused) return ['not done', error.message];
      throw error;
    }
  }

  async #publish(entry: Text & { publishedAt?: string }, name: string | undefined): Promise<string> {
    const { id, revision } = await this.#desk.publish(this.#slug, { ...entry });
    const title = titleOf(entry);
    if (name !== undefined) this.#named.set(name, { id, revision, title });
    return title;
  }

  async #edit({ edit: name, change }: Extract<Step, { edit: string }>): Promise<string> {
    const known = this.#named.get(name)!;
    const { revision } = await this.#desk.edit(this.#slug, known, change);
    this.#named.set(name, { ...known, revision });
    return known.title;
  }

  async #remove(name: string): Promise<string> {
    const { id, title } = this.#named.get(name)!;
    await this.#desk.remove(this.#slug, id);
    return title;
  }
}

const kindOf = ({ breaking, keyEvent }: Text): string =>
  breaking ? 'BREAKING' : keyEvent ? 'key event' : 'published';

function titleOf({ headline, html = '' }: Text): string {
  const text = headline ?? plainText(html);
  return text.length > 70 ? `${text.slice(0, 70).replace(/\s\S*$/, '')} …` : text;
}

function say(did: string, title: string): void {
  console.log(`${new Date().toLocaleTimeString('en-GB')}  ${did.padEnd(9)}  ${title}`);
}
