// What an agent can do now, and why not. Pure: toolbar, menus and shortcuts all ask here, so that
// they never disagree. The portal decides again.
import type { IconName } from "../lib/components/Icon.svelte";
import type { AgentId, Mode, SessionState } from "../lib/protocol.generated";
import type { Texts } from "../lib/texts/words";

export type ActionName =
  | "take"
  | "handOver"
  | "invite"
  | "leave"
  | "upgrade"
  | "end"
  | "outcome"
  | "phoneCode"
  | "nextUnread";
export type Reason = keyof Texts["console"]["reasons"];

export interface Action {
  name: ActionName;
  icon: IconName;
  /** As `aria-keyshortcuts` wants it. */
  shortcut: string;
  /** The key that goes with Alt and Shift, as `KeyboardEvent.code`. */
  code: string;
  /** Whether it has a button of its own. */
  inToolbar: boolean;
  /** Why not now; `null` where it can be done. */
  reason: Reason | null;
}

/** What decides about the actions. */
export interface Circumstances {
  /** The chosen session, if any. */
  session: { state: SessionState; mode: Mode } | null;
  me: AgentId;
  /** Whether the chosen session is connected. */
  online: boolean;
  /** Whether the portal can be reached at all. */
  reachable: boolean;
  /** Whether the account takes phone codes. */
  phone: boolean;
  /** Whether another session of this agent has news. */
  news: boolean;
}

// Alt and Shift with a letter types nothing on the keyboards of our languages and is no command of
// a screen reader. A, B, I and T are left out: Chromium and Edge use them.
const fixed: Omit<Action, "shortcut" | "reason">[] = [
  { name: "take", icon: "take", code: "KeyM", inToolbar: true },
  { name: "handOver", icon: "handOver", code: "KeyH", inToolbar: true },
  { name: "invite", icon: "invite", code: "KeyL", inToolbar: true },
  { name: "leave", icon: "signOut", code: "KeyV", inToolbar: false },
  { name: "upgrade", icon: "upgrade", code: "KeyU", inToolbar: true },
  { name: "end", icon: "end", code: "KeyE", inToolbar: true },
  { name: "outcome", icon: "note", code: "KeyN", inToolbar: true },
  { name: "phoneCode", icon: "phone", code: "KeyP", inToolbar: true },
  { name: "nextUnread", icon: "next", code: "KeyJ", inToolbar: false },
];

/** All actions, in the order in which they are shown. */
export function actionsFor(now: Circumstances): Action[] {
  return fixed.map((action) => ({
    ...action,
    shortcut: `Alt+Shift+${action.code.slice(3)}`,
    reason: reasonFor(action.name, now),
  }));
}

function reasonFor(action: ActionName, now: Circumstances): Reason | null {
  if (action === "nextUnread") return now.news ? null : "nothingNew";
  if (action === "phoneCode") return phoneReason(now);
  if (now.session === null) return "noSelection";
  const { state, mode } = now.session;
  const mine = isMine(state, now.me);
  if (action === "outcome" && mine) return null;
  if (state.phase === "ended") return "ended";
  if (!now.online) return "offline";
  if (action === "take") return mayTake(state, now.me) ? null : "takenAlready";
  if (!mine) return mayTake(state, now.me) ? "takeFirst" : "takenAlready";
  if (action === "leave") return state.agents.length > 1 ? null : "alone";
  return action === "upgrade" ? upgradeReason(state, mode) : null;
}

function phoneReason(now: Circumstances): Reason | null {
  if (!now.reachable) return "offline";
  return now.phone ? null : "phoneOff";
}

function upgradeReason(state: SessionState, mode: Mode): Reason | null {
  if (mode === "message") return "leftMessage";
  if (state.phase === "chatting") return null;
  return state.phase === "upgrading" ? "upgrading" : "standard";
}

/** Whether this agent takes part. */
export function isMine(state: SessionState, me: AgentId): boolean {
  return state.agents.some((agent) => agent.id === me);
}

/** Whether this agent is asked to join. */
export function isInvited(state: SessionState, me: AgentId): boolean {
  return state.invitations.some((invitation) => invitation.agent.id === me);
}

function mayTake(state: SessionState, me: AgentId): boolean {
  return !isMine(state, me) && (state.phase === "waiting" || isInvited(state, me));
}
