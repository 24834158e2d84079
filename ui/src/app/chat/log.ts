// Puts pieces of a session log together: in order, each event once, no gap unnoticed. Pure; used by
// the app's chat.
import type { Event } from "../../lib/protocol.generated";

/** A log, and whether something in its middle is missing. */
export interface Merged {
  events: readonly Event[];
  /** The number after which events must be asked for again; null where none is missing. */
  missingAfter: number | null;
}

/** Adds what is new; what comes after a gap waits for the events before it. */
export function merge(known: readonly Event[], fresh: readonly Event[]): Merged {
  const events = [...known];
  const sorted = fresh.toSorted((one, other) => one.seq - other.seq);
  for (const event of sorted) {
    const last = events.at(-1)?.seq ?? 0;
    if (event.seq <= last) continue;
    if (event.seq > last + 1) return { events, missingAfter: last };
    events.push(event);
  }
  return { events: events.length === known.length ? known : events, missingAfter: null };
}
