// The account's canned replies, fetched when the first composer wants them. Used by the composer.
import { get } from "../lib/api";
import type { CannedReply } from "../lib/protocol.generated";

/** Fetched again after this time, so that a new reply is found without a reload. */
const freshMs = 60_000;

export class Replies {
  all = $state.raw<readonly CannedReply[]>([]);
  #fetched = 0;

  /** Fetches them; what was known stays where that fails. */
  async load(): Promise<void> {
    if (Date.now() - this.#fetched < freshMs) return;
    this.#fetched = Date.now();
    try {
      this.all = await get<CannedReply[]>("/api/v1/replies");
    } catch {
      this.#fetched = 0;
    }
  }
}
