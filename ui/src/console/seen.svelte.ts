// Up to which event the agent has looked at each session, for the unread marks. Kept for this tab;
// a page without storage marks read messages as new again after a reload.
import { pageStorage } from "../lib/page-storage";
import type { Event, Seq, SessionId } from "../lib/protocol.generated";

const key = "corporate.seen";

export class Seen {
  #last = $state.raw<Readonly<Record<SessionId, Seq>>>(kept());

  /** The last event that was looked at; 0 for none. */
  of(session: SessionId): Seq {
    return this.#last[session] ?? 0;
  }

  /** The agent has looked at everything up to this event. */
  look(session: SessionId, seq: Seq): void {
    if (this.of(session) >= seq) return;
    this.#last = { ...this.#last, [session]: seq };
    try {
      pageStorage()?.setItem(key, JSON.stringify(this.#last));
    } catch {
      // Storage is full: the marks still hold until the page is closed.
    }
  }
}

/** How many messages and files of the customer came after this event. */
export function newSince(events: readonly Event[], seq: Seq): number {
  let count = 0;
  for (let index = events.length - 1; index >= 0; index--) {
    const event = events[index];
    if (event === undefined || event.seq <= seq) break;
    const said = event.kind === "message" || event.kind === "file_sent";
    if (said && event.author.role === "customer") count++;
  }
  return count;
}

function kept(): Record<SessionId, Seq> {
  try {
    return JSON.parse(pageStorage()?.getItem(key) ?? "{}") as Record<SessionId, Seq>;
  } catch {
    return {};
  }
}
