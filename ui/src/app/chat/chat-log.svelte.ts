// The app's session log and unsent messages as runes. Owns the listener from `start` to `stop`.
// Used by the chat window.
import type { Pending } from "../../lib/log/outbox";
import type { Event } from "../../lib/protocol.generated";
import { events as fetchEvents, onLog, type Unsent } from "../bridge";
import { merge } from "./log";

const retryMs = 500;

/** The log as far as this window has it. */
export class ChatLog {
  events = $state.raw<readonly Event[]>([]);
  #first = new Map<string, { after: number; at: number }>();
  #stopped = false;
  #asking = false;
  #stopListening: (() => void) | null = null;

  /** Listens first and asks then, so that no event falls between. */
  async start(): Promise<void> {
    this.#stopListening = await onLog((fresh) => this.#take(fresh));
    if (this.#stopped) return this.stop();
    await this.#ask(0);
  }

  /** Hears nothing any more. */
  stop(): void {
    this.#stopped = true;
    this.#stopListening?.();
    this.#stopListening = null;
  }

  /** The unsent messages as a conversation shows them. */
  pending(unsent: readonly Unsent[]): Pending[] {
    const after = this.events.at(-1)?.seq ?? 0;
    return unsent.map(({ id, text }) => {
      const first = this.#first.get(id) ?? { after, at: Date.now() };
      this.#first.set(id, first);
      return { id, body: { kind: "say", text }, ...first };
    });
  }

  #take(fresh: readonly Event[]): void {
    const { events, missingAfter } = merge(this.events, fresh);
    this.events = events;
    if (missingAfter !== null) void this.#ask(missingAfter);
  }

  async #ask(after: number): Promise<void> {
    if (this.#asking || this.#stopped) return;
    this.#asking = true;
    const fresh = await fetchEvents(after).catch(() => null);
    this.#asking = false;
    if (fresh !== null) return this.#take(fresh);
    setTimeout(() => void this.#ask(this.events.at(-1)?.seq ?? 0), retryMs);
  }
}
