// Loads something from the portal for a report page: one request at a time, the latest wins, and
// the person can give it up. Shows what was there until the new thing comes.
import type { AgentSession } from "../lib/agent/agent.svelte";
import { failureOf, get } from "../lib/api";
import type { Failure } from "../lib/texts/words";

export class ReportLoader<Thing> {
  thing = $state.raw<Thing | null>(null);
  failure = $state<Failure | null>(null);
  loading = $state(false);
  /** Whether the person gave up waiting. */
  cancelled = $state(false);
  #path = "";
  #request: AbortController | null = null;

  constructor(private readonly agents: AgentSession) {}

  /** Loads from this address; what is still on its way is given up. */
  async load(path: string): Promise<void> {
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    this.#path = path;
    this.loading = true;
    this.cancelled = false;
    this.failure = null;
    try {
      const thing = await get<Thing>(path, request.signal);
      if (!request.signal.aborted) this.thing = thing;
    } catch (error) {
      if (request.signal.aborted) return;
      this.failure = failureOf(error);
      if (this.failure === "not_signed_in") void this.agents.load();
    }
    if (this.#request === request) this.loading = false;
  }

  /** Loads the same again. */
  again(): void {
    void this.load(this.#path);
  }

  /** Gives up waiting; what was shown before stays. */
  cancel(): void {
    this.#request?.abort();
    this.#request = null;
    this.loading = false;
    this.cancelled = true;
  }

  /** Gives up without a word, for a page that goes away. */
  stop(): void {
    this.#request?.abort();
  }
}
