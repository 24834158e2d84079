// How long a question stays open, between one word of the app and the next. Used by the consent
// window; the app decides, this only shows.

/** Seconds as people read them, such as 1:05. */
export function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Counts seconds down by itself. */
export class Countdown {
  /** Whole seconds, never below 0; null where nothing runs out. */
  left = $state<number | null>(null);
  #end = 0;
  #timer: ReturnType<typeof setInterval> | null = null;

  /** Takes what the app says. */
  set(seconds: number | null): void {
    this.stop();
    if (seconds === null) {
      this.left = null;
      return;
    }
    this.#end = performance.now() + seconds * 1_000;
    this.#tick();
    this.#timer = setInterval(() => this.#tick(), 250);
  }

  /** Stands still. */
  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  #tick(): void {
    this.left = Math.max(0, Math.ceil((this.#end - performance.now()) / 1_000));
  }
}
