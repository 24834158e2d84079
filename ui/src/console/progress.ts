// How far an upgrade has come, step by step, and what became of the last question for consent.
// Pure; computed from the state and the log that the portal gives. Used by the session panel.
import type { ErrorCode, Event, Seq, SessionState, Timestamp } from "../lib/protocol.generated";

export const stepNames = [
  "offered",
  "opener_fetched",
  "opener_started",
  "app_joined",
  "asked",
  "sharing",
] as const;
export type StepName = (typeof stepNames)[number];
export type Standing = "done" | "current" | "open";

/** Each step with its standing. */
export function stepsOf(state: SessionState): { name: StepName; standing: Standing }[] {
  const done = doneSteps(state);
  return stepNames.map((name, index) => ({
    name,
    standing: index < done ? "done" : index === done ? "current" : "open",
  }));
}

function doneSteps(state: SessionState): number {
  if (state.sharing !== "off") return 6;
  if (state.consent === "given") return 5;
  const reached = state.upgrade === null ? 0 : stepNames.indexOf(state.upgrade) + 1;
  return reached;
}

export type AfterConsent = "declined" | "no_answer" | "stopped" | null;

/** Why nothing is shared although the customer was asked; `null` where that is not so. */
export function afterConsent(state: SessionState, events: readonly Event[]): AfterConsent {
  if (state.phase !== "chatting" || state.upgrade !== "app_joined") return null;
  const last = events.findLast(
    (event) => event.kind === "consent_refused" || event.kind === "sharing_stopped",
  );
  if (last?.kind === "consent_refused") return last.reason;
  return last?.kind === "sharing_stopped" ? "stopped" : null;
}

/** The customer's system and the app's version, as far as the log tells. */
export function machineOf(events: readonly Event[]): {
  system: "linux" | "windows" | "macos" | null;
  version: string | null;
} {
  const app = events.findLast((event) => event.kind === "app_joined");
  const opener = events.findLast(
    (event) => event.kind === "opener_started" || event.kind === "opener_fetched",
  );
  return { system: app?.system ?? opener?.system ?? null, version: app?.version ?? null };
}

/** When the upgrade under way came to where it is; `null` where none is. */
export function stepSince(events: readonly Event[]): Timestamp | null {
  const steps: readonly string[] = [
    "upgrade_offered",
    "opener_fetched",
    "opener_started",
    "app_joined",
    "consent_asked",
    "consent_given",
  ];
  return events.findLast((event) => steps.includes(event.kind))?.at ?? null;
}

/** A code or ticket that led nowhere: refused for a reason, or never used where there is none. */
export interface Setback {
  seq: Seq;
  at: Timestamp;
  reason: ErrorCode | null;
}

/** What went wrong since the last offer, the newest of it. */
export function setbacksOf(events: readonly Event[], most = 3): Setback[] {
  const from = events.findLastIndex((event) => event.kind === "upgrade_offered");
  return events
    .slice(from + 1)
    .flatMap((event): Setback[] => {
      const { seq, at } = event;
      if (event.kind === "handoff_refused") return [{ seq, at, reason: event.reason }];
      return event.kind === "code_expired" ? [{ seq, at, reason: null }] : [];
    })
    .slice(-most);
}
