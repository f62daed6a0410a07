/** Whether the page hears from the service, and of when it is what it shows. */
import { type Connection, isHearing } from '../../follow/state.ts';

export class Hearing {
  connection: Connection = $state('connecting');
  /** When the last word came, for whoever is offline. */
  heardAt: string = $state('');
  /** The page is a copy from this device, and nothing has been heard since. */
  isCopy = $state(false);
  /** It has heard from the service at least once. */
  hasHeard = $state(false);

  constructor(heardAt: string) {
    this.heardAt = heardAt;
  }

  /** Asks the page itself whether it is a copy, and of when (worker/pages.ts). */
  open(): void {
    const { keptAt } = document.documentElement.dataset;
    this.isCopy = keptAt !== undefined;
    this.heardAt = keptAt ?? this.heardAt;
  }

  change(connection: Connection, now: number): void {
    if (isHearing(this.connection) && !isHearing(connection)) this.heardAt = new Date(now).toISOString();
    this.connection = connection;
    if (isHearing(connection)) this.isCopy = !(this.hasHeard = true);
  }
}
