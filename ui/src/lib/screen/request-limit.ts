// When to ask for a whole picture: not in a storm, and not too late. Pure: the caller brings time.

const shortestMs = 1_000;
const longestMs = 8_000;

/** Lets a request through at most once a second, and ever more rarely while it does not help. */
export class RequestLimit {
  #notBefore = 0;
  #intervalMs = shortestMs;

  /** Whether to ask now; if so, it counts as asked. */
  allows(now: number): boolean {
    if (now < this.#notBefore) return false;
    this.asked(now);
    return true;
  }

  /** Somebody has asked on our behalf. */
  asked(now: number): void {
    this.#notBefore = now + this.#intervalMs;
    this.#intervalMs = Math.min(this.#intervalMs * 2, longestMs);
  }

  /** Asking has helped. */
  helped(): void {
    this.#intervalMs = shortestMs;
  }
}
