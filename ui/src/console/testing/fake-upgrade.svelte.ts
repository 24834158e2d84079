// An open session with an upgrade under way, for tests: what a dialog reads of it, without a
// connection. Tests let things happen in it.
import type { EventBody, Language, SessionState } from "../../lib/protocol.generated";
import { stateAt } from "../../lib/testing/samples";

const upgrading = { phase: "upgrading", upgrade: "opener_fetched", handoff: "h" } as const;

export function fakeUpgrade(id: string, language: Language) {
  let events = $state.raw<(EventBody & { seq: number })[]>([]);
  let state = $state.raw<SessionState>(stateAt(1, { ...upgrading, language }));
  return {
    id,
    get state() {
      return state;
    },
    get live() {
      return { now: { events } };
    },
    happen(body: EventBody, part: Partial<SessionState>) {
      events = [...events, { ...body, seq: events.length + 1 }];
      state = { ...state, ...part };
    },
  };
}
