// Keeps things in the order of their arrival although each becomes ready when it likes. Owns what
// waits. Pure; used for the frames of a screen.

/** What {@link InOrder} does with the things that it holds. */
export interface OrderHooks<Item> {
  /** Takes the next thing, in order; called without a pause for all that are ready. */
  apply(item: Item): void;
  /** The next thing failed. Everything behind it is thrown away. */
  failed(error: unknown): void;
}

interface Entry<Item> {
  since: number;
  outcome: { item: Item } | { error: unknown } | null;
  dropped: boolean;
}

/** A bounded line of things that become ready in any order and are taken in theirs. */
export class InOrder<Item> {
  readonly #limit: number;
  readonly #hooks: OrderHooks<Item>;
  #line: Entry<Item>[] = [];

  constructor(limit: number, hooks: OrderHooks<Item>) {
    this.#limit = limit;
    this.#hooks = hooks;
  }

  /** Whether {@link push} would be refused. */
  get full(): boolean {
    return this.#line.length >= this.#limit;
  }

  /** Since when the next thing has been waited for; null where there is none. */
  get waitingSince(): number | null {
    return this.#line[0]?.since ?? null;
  }

  /** Puts a thing at the end of the line; the line must not be {@link full}. */
  push(ready: Promise<Item>, now: number): void {
    const entry: Entry<Item> = { since: now, outcome: null, dropped: false };
    this.#line.push(entry);
    ready.then(
      (item) => {
        if (!entry.dropped) this.#settle(entry, { item });
      },
      (error: unknown) => {
        if (!entry.dropped) this.#settle(entry, { error });
      },
    );
  }

  /** Throws everything away that has not been taken. */
  clear(): void {
    const line = this.#line;
    this.#line = [];
    for (const entry of line) entry.dropped = true;
  }

  #settle(entry: Entry<Item>, outcome: NonNullable<Entry<Item>["outcome"]>): void {
    entry.outcome = outcome;
    for (let next = this.#line[0]; next?.outcome; next = this.#line[0]) {
      this.#line.shift();
      if ("item" in next.outcome) {
        this.#hooks.apply(next.outcome.item);
      } else {
        this.clear();
        this.#hooks.failed(next.outcome.error);
      }
    }
  }
}
