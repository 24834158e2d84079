// The app's other side for tests of its windows: answers commands as src-tauri would, sends views
// and events, and remembers what was asked. No page uses it.
import { emit } from "@tauri-apps/api/event";
import { clearMocks, mockIPC } from "@tauri-apps/api/mocks";
import { flushSync, mount, unmount, type Component } from "svelte";

import type { SessionState } from "../lib/protocol.generated";
import type { AppView } from "./bridge";

/** A session in which Anna helps and nothing is shared. */
export function stateWith(more: Partial<SessionState> = {}): SessionState {
  return {
    seq: 2,
    phase: "standard",
    customer: "Kim",
    language: "en",
    queue: "general",
    waiting_since: 0,
    agents: [{ id: "a", name: "Anna" }],
    invitations: [],
    web_chat_off: false,
    upgrade: "app_joined",
    handoff: "h",
    chat_after: "both",
    consent: "none",
    sharing: "off",
    monitors: { all: [], shown: null, asked: null },
    ...more,
  };
}

/** What a window shows in that session. */
export function viewWith(more: Partial<AppView> = {}): AppView {
  return {
    language: "en",
    company: "Example Ltd",
    connection: "online",
    state: stateWith(),
    unsent: [],
    problem: null,
    consent_seconds_left: null,
    monitor: null,
    monitor_seconds_left: null,
    ...more,
  };
}

/** Commands that change nothing. */
const reads = ["session", "events", "painted", "can_be_removed", "invitation"];

/** A window with an app behind it. */
export class FakeApp {
  /** Commands but those that only read, oldest first, with their parameters. */
  readonly asked: [string, unknown][] = [];
  /** What commands answer; one that throws fails. */
  readonly answers: Record<string, (parameters: unknown) => unknown> = {};
  #mounted: object | null = null;

  constructor(public view: AppView) {
    mockIPC(
      (command, parameters) => {
        if (command === "session") return { view: this.view };
        if (!reads.includes(command)) this.asked.push([command, parameters]);
        return this.answers[command]?.(parameters) ?? (command === "events" ? [] : null);
      },
      { shouldMockEvents: true },
    );
  }

  /** Shows a window and waits until it has its view. */
  async show(window: Component): Promise<void> {
    this.#mounted = mount(window, { target: document.body });
    await this.settled();
  }

  /** Sends a new view. */
  async change(view: AppView): Promise<void> {
    this.view = view;
    await emit("view", view);
    await this.settled();
  }

  /** Lets everything that was started come to rest. */
  async settled(): Promise<void> {
    for (let turn = 0; turn < 5; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      flushSync();
    }
  }

  /** Presses the button with this name. */
  async press(name: string): Promise<void> {
    button(name).click();
    await this.settled();
  }

  /** Takes the window away. */
  async close(): Promise<void> {
    if (this.#mounted) await unmount(this.#mounted);
    clearMocks();
    document.body.replaceChildren();
  }
}

/** The button with this name; fails where there is none. */
export function button(name: string): HTMLButtonElement {
  const all = [...document.querySelectorAll("button")];
  const named = all.find(
    (found) => found.getAttribute("aria-label") === name || found.textContent?.trim() === name,
  );
  if (!named) throw new Error(`no button ${name} in ${document.body.textContent}`);
  return named;
}

/** All words in the window. */
export const words = () => document.body.textContent?.replace(/\s+/g, " ") ?? "";
