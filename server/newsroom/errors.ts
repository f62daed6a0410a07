/** Why the newsroom refuses. The http door turns each into its status, in one place. */
import type { ChangeEntry, DeskEntry, FieldError } from '../../shared/commands.ts';
import type { BlogFacts } from '../../shared/desk.ts';

export class Refusal extends Error {}

/** Something in the command is wrong, field by field. */
export class Invalid extends Refusal {
  readonly errors: FieldError[];
  constructor(errors: FieldError[]) {
    super(errors.map(({ field, detail }) => `${field || 'The body'} ${detail}`).join('; '));
    this.errors = errors;
  }
}

/** There is no such thing, or none that this person may know of. */
export class NotFound extends Refusal {}

/** The same of a blog. Where there was one, the http door says that it was removed. */
export class NoBlog extends NotFound {
  readonly slug: string;
  constructor(slug: string) {
    super(`There is no blog "${slug}".`);
    this.slug = slug;
  }
}

/** What was there has been removed. */
export class Removed extends Refusal {}

/** This person may know of it, but not do this. */
export class Forbidden extends Refusal {}

/** What `field` says belongs to another one already. */
export class Taken extends Refusal {
  readonly field: string;
  constructor(message: string, field = 'slug') {
    super(message);
    this.field = field;
  }
}

/** Nobody is known by this e-mail and password. */
export class NotKnown extends Refusal {}

/** Tried too often; the next attempt may be made in `seconds`. */
export class TooSoon extends Refusal {
  readonly seconds: number;
  constructor(seconds: number) {
    super('Too many attempts.');
    this.seconds = seconds;
  }
}

/** More than this node can do at once. */
export class Busy extends Refusal {}

/** The edit was made on what is no longer the current one [R11]. */
export class Stale extends Refusal {
  readonly current: DeskEntry | BlogFacts;
  /** The edit, where it was one. */
  readonly yours: ChangeEntry | undefined;
  constructor(message: string, current: Stale['current'], yours?: ChangeEntry) {
    super(message);
    this.current = current;
    this.yours = yours;
  }
}

/** The blog has ended: nothing more is published in it. */
export class Ended extends Refusal {}

/** The idempotency key was used before, for another command [R9]. */
export class KeyReused extends Refusal {}
