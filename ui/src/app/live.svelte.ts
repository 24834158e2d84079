// A value of the app's as runes: listens, asks, keeps the newest, gives the page its language and has
// the window shown once the page has painted it. Owns the listener from `start` to `stop`. Used by
// `LiveView` and by the invitation's window.
import { tick } from "svelte";

import type { Language } from "../lib/protocol.generated";
import { speak } from "../lib/texts/texts.svelte";
import { painted } from "./bridge";

/** How long to wait before the app is asked again for what it did not give. */
const retryMs = 500;

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, retryMs));

/** The newest value. */
export class Live<Value extends { language: Language }> {
  /** None before the app's first answer. */
  now = $state.raw<Value | null>(null);
  #stopped = false;
  #stopListening: (() => void) | null = null;
  readonly #listen: (take: (value: Value) => void) => Promise<() => void>;
  readonly #ask: () => Promise<Value | null>;

  constructor(
    listen: (take: (value: Value) => void) => Promise<() => void>,
    ask: () => Promise<Value | null>,
  ) {
    this.#listen = listen;
    this.#ask = ask;
  }

  /** Listens first and asks then, so that no change falls between. */
  async start(): Promise<void> {
    while (!this.#stopped && this.#stopListening === null) {
      this.#stopListening = await this.#listen((value) => this.#take(value)).catch(() => null);
      if (this.#stopListening === null) await pause();
    }
    if (this.#stopped) return this.stop();
    while (!this.#stopped && this.now === null) {
      const value = await this.#ask().catch(() => null);
      // A value that was sent meanwhile is newer than the answer.
      if (value !== null && this.now === null) this.#take(value);
      else if (value === null) await pause();
    }
  }

  /** Hears nothing any more. */
  stop(): void {
    this.#stopped = true;
    this.#stopListening?.();
    this.#stopListening = null;
  }

  #take(value: Value): void {
    const first = this.now === null;
    this.now = value;
    speak(value.language, "nothing");
    // A page that could not say so is shown by the app after a while.
    if (first)
      void tick()
        .then(painted, () => undefined)
        .catch(() => undefined);
  }
}
