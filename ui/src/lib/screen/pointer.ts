// Where the agent points: says it to the portal, rarely enough, and the newest place only. Pure:
// time, timer and socket are brought by `viewing.ts`.
import { encodePointer } from "./encode";

/** A pixel of the picture. */
export interface Point {
  x: number;
  y: number;
}

/** What a {@link AgentPointer} has others do. */
export interface PointerHooks {
  now(): number;
  send(message: Uint8Array<ArrayBuffer>): void;
  /** Calls back once, after so many milliseconds. */
  later(callback: () => void, ms: number): void;
}

/** At most thirty messages a second. */
const shortestMs = 34;
/** A pointer that rests is said again, since the customer's side forgets it after three seconds. */
const restingMs = 1_000;

/** The agent's pointer over the picture. */
export class AgentPointer {
  readonly #hooks: PointerHooks;
  #at: Point | null = null;
  #monitor = 0;
  #said = false;
  #due = false;
  #lastMs = Number.NEGATIVE_INFINITY;
  #waiting = false;

  constructor(hooks: PointerHooks) {
    this.#hooks = hooks;
  }

  /** The agent points at a pixel of a monitor's picture, or nowhere any more. */
  point(at: Point | null, monitor: number): void {
    [this.#at, this.#monitor] = [at, monitor];
    this.#due = at !== null || this.#said;
    this.#speak();
  }

  /** Called a few times a second: says again where a resting pointer is. */
  tick(): void {
    if (this.#at === null || this.#hooks.now() - this.#lastMs < restingMs) return;
    this.#due = true;
    this.#speak();
  }

  #speak(): void {
    if (!this.#due || this.#waiting) return;
    const wait = this.#lastMs + shortestMs - this.#hooks.now();
    if (wait > 0) {
      this.#waiting = true;
      this.#hooks.later(() => {
        this.#waiting = false;
        this.#speak();
      }, wait);
      return;
    }
    this.#due = false;
    this.#lastMs = this.#hooks.now();
    this.#said = this.#at !== null;
    const pointer =
      this.#at === null
        ? ({ form: "away" } as const)
        : ({ form: "at", monitor: this.#monitor, ...this.#at } as const);
    this.#hooks.send(encodePointer(pointer));
  }
}
