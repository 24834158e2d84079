// The app's commands and events as its pages use them. Every failure becomes a `CommandError` with
// a code; nothing else of Tauri is used by a page. The other side is src-tauri.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";

import type { ErrorCode, Event, Language, SessionState } from "../lib/protocol.generated";

/** Everything that a window shows, sent whole after each change. */
export interface AppView {
  language: Language;
  /** Who runs the portal. */
  company: string;
  connection: "connecting" | "online" | "offline" | "ended";
  /** None before the portal's first answer, and where the app was started without a session. */
  state: SessionState | null;
  /** Messages that the portal has not taken in yet, in order. */
  unsent: Unsent[];
  /** What went wrong: a code of the portal's or of the app's own. */
  problem: ErrorCode | string | null;
  /** How long the question for consent stays open; none where it is not asked. */
  consent_seconds_left: number | null;
  /** What people call the monitor that is, or would be, shown, with its size. */
  monitor: string | null;
  /** How long the question for another monitor stays open, which is in the state. */
  monitor_seconds_left: number | null;
}

/** A message on its way. */
export interface Unsent {
  id: string;
  text: string;
}

/** What the window of an invitation by link shows, sent whole after each change. */
export interface Invitation {
  language: Language;
  /** The portal's address. */
  portal: string;
  stage: "checking" | "asking" | "joining" | "refused";
  /** Who invites; empty before the portal has said so. */
  company: string;
  agent: string;
  /** What is to be said beside the question, or instead of it: a code. */
  problem: string | null;
}

/** A command that failed. */
export class CommandError extends Error {
  constructor(readonly code: string) {
    super(code);
    this.name = "CommandError";
  }
}

/** Has the window shown: the page has something to show. */
export const painted = () => call<null>("painted");
/** What all windows show now. */
export const session = async () => (await call<{ view: AppView }>("session")).view;
/** The log after this number. Chat window only, as the next three. */
export const events = (after: number) => call<Event[]>("events", { after });
export const say = (text: string) => call<null>("say", { text });
export const endSession = () => call<null>("end_session");
/** Saves the transcript and tells where; null where the customer called it off. */
export const saveTranscript = () => call<{ path: string } | null>("save_transcript");
/** Closes this window as its title bar does. Farewell's window only. */
export const close = () => call<null>("close");
/** Whether the app can be removed from this computer by what has brought it. Chat. */
export const canBeRemoved = () => call<boolean>("can_be_removed");
/** Ends the app; what has brought it asks and removes it. Chat and farewell. */
export const remove = () => call<null>("remove");
/** The invitation now; none where it is over. Invitation's window only, as the next. */
export const invitation = () => call<Invitation | null>("invitation");
/** The customer's answer; after a refusal, that it was read. */
export const answerInvitation = (yes: boolean) => call<null>("answer_invitation", { yes });
/** The customer's answer. Consent window only. */
export const answerConsent = (granted: boolean) => call<null>("answer_consent", { granted });
/** Bar only, as the next four. */
export const pauseSharing = () => call<null>("pause_sharing");
export const resumeSharing = () => call<null>("resume_sharing");
export const stopSharing = () => call<null>("stop_sharing");
/** Shows the monitor with this number in place of the one that is shown. */
export const showMonitor = (number: number) => call<null>("show_monitor", { number });
/** The customer's answer to an agent who asks for another monitor. */
export const answerMonitor = (granted: boolean) => call<null>("answer_monitor", { granted });

/** Calls back with the whole view after each change; resolves when it listens. */
export const onView = (take: (view: AppView) => void) =>
  listen<AppView>("view", ({ payload }) => take(payload));

/** Calls back with the whole invitation after each change; resolves when it listens. */
export const onInvitation = (take: (invitation: Invitation) => void) =>
  listen<Invitation>("invitation", ({ payload }) => take(payload));

/** Calls back with new events of the log; resolves when it listens. */
export const onLog = (take: (events: Event[]) => void) =>
  listen<Event[]>("log", ({ payload }) => take(payload));

/** The code of whatever a command threw. */
export function codeOf(error: unknown): string {
  if (error instanceof CommandError) return error.code;
  const code: unknown = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === "string" ? code : "unexpected";
}

async function call<Answer>(command: string, parameters: Record<string, unknown> = {}) {
  try {
    return await invoke<Answer>(command, parameters);
  } catch (error) {
    throw new CommandError(codeOf(error));
  }
}
