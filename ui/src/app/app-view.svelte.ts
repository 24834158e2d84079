// The app's view as runes; it also gives the page its language. Owns the listener from `start` to
// `stop`. Used by all three windows.
import { speak } from "../lib/texts/texts.svelte";
import { onView, session, type AppView } from "./bridge";

/** How long to wait before the view is asked for again. */
const retryMs = 500;

/** The newest view. */
export class LiveView {
  /** None before the app's first answer. */
  now = $state.raw<AppView | null>(null);
  #stopped = false;
  #stopListening: (() => void) | null = null;

  /** Names of the agents, or of whoever helps. */
  names(nobody: string): string {
    return this.now?.state?.agents.map(({ name }) => name).join(", ") || nobody;
  }

  /** Listens first and asks then, so that no change falls between. */
  async start(): Promise<void> {
    this.#stopListening = await onView((view) => this.#take(view));
    if (this.#stopped) return this.stop();
    while (!this.#stopped && this.now === null) {
      const view = await session().catch(() => null);
      // A view that was sent meanwhile is newer than the answer.
      if (view !== null && this.now === null) this.#take(view);
      else if (view === null) await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }

  /** Hears nothing any more. */
  stop(): void {
    this.#stopped = true;
    this.#stopListening?.();
    this.#stopListening = null;
  }

  #take(view: AppView): void {
    this.now = view;
    speak(view.language, "nothing");
  }
}
