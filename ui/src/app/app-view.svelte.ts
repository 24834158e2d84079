// The app's view as runes; it also gives the page its language. Used by all windows of a session.
import { onView, session, type AppView } from "./bridge";
import { Live } from "./live.svelte";

/** The newest view. */
export class LiveView extends Live<AppView> {
  constructor() {
    super(onView, session);
  }

  /** Names of the agents, or of whoever helps. */
  names(nobody: string): string {
    return this.now?.state?.agents.map(({ name }) => name).join(", ") || nobody;
  }
}
