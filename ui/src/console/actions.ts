// What an agent can do with a session now, and why not. Pure: toolbar, menu and shortcuts all ask
// here, so that they never disagree. The portal decides again.
import type { IconName } from "../lib/components/Icon.svelte";
import type { AgentId, SessionState } from "../lib/protocol.generated";
import type { Texts } from "../lib/texts/words";

export type ActionName = "take" | "upgrade" | "end";
export type Reason = keyof Texts["console"]["reasons"];

export interface Action {
  name: ActionName;
  icon: IconName;
  /** As `aria-keyshortcuts` wants it. */
  shortcut: string;
  /** The key that goes with Alt and Shift, as `KeyboardEvent.code`. */
  code: string;
  /** Why not now; `null` where it can be done. */
  reason: Reason | null;
}

const fixed: Pick<Action, "name" | "icon" | "shortcut" | "code">[] = [
  { name: "take", icon: "take", shortcut: "Alt+Shift+T", code: "KeyT" },
  { name: "upgrade", icon: "upgrade", shortcut: "Alt+Shift+U", code: "KeyU" },
  { name: "end", icon: "end", shortcut: "Alt+Shift+E", code: "KeyE" },
];

/** All actions, in the order in which they are shown. */
export function actionsFor(state: SessionState | null, me: AgentId, online: boolean): Action[] {
  return fixed.map((action) => ({ ...action, reason: reasonFor(action.name, state, me, online) }));
}

function reasonFor(
  action: ActionName,
  state: SessionState | null,
  me: AgentId,
  online: boolean,
): Reason | null {
  if (state === null) return "noSelection";
  if (state.phase === "ended") return "ended";
  if (!online) return "offline";
  const mine = isMine(state, me);
  if (action === "take") return state.phase === "waiting" ? null : "takenAlready";
  if (!mine) return state.phase === "waiting" ? "takeFirst" : "takenAlready";
  if (action === "end" || state.phase === "chatting") return null;
  return state.phase === "upgrading" ? "upgrading" : "standard";
}

/** Whether this agent takes part. */
export function isMine(state: SessionState, me: AgentId): boolean {
  return state.agents.some((agent) => agent.id === me);
}
