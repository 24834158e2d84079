// Whom a session can be handed to, or who can be invited, and why not. Pure; used by the dialog
// for both. The portal decides again.
import type {
  AgentId,
  Availability,
  Colleague,
  QueueId,
  SessionState,
} from "../lib/protocol.generated";
import type { Texts } from "../lib/texts/words";
import { words } from "./rows";

export type Purpose = "handOver" | "invite";
export type TargetReason = keyof Texts["console"]["targetReasons"];

export type Target = {
  /** Unlike that of every other target. */
  key: string;
  name: string;
  /** Why not; `null` where it can be chosen. */
  reason: TargetReason | null;
} & ({ kind: "agent"; colleague: Colleague } | { kind: "queue"; queue: QueueId });

const best: Availability[] = ["available", "busy", "away", "offline"];

/** All targets, the most promising first. */
export function targetsFor(
  purpose: Purpose,
  state: SessionState,
  me: AgentId,
  colleagues: readonly Colleague[],
  queues: readonly { id: QueueId; name: string }[],
): Target[] {
  const agents = colleagues
    .filter((colleague) => colleague.id !== me)
    .map((colleague): Target => {
      const reason = agentReason(colleague, state);
      return { kind: "agent", key: colleague.id, name: colleague.name, reason, colleague };
    })
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  if (purpose === "invite") return agents;
  const others = queues.map(({ id, name }): Target => {
    const reason = state.phase === "upgrading" ? "upgrading" : null;
    return { kind: "queue", key: `queue-${id}`, name, reason, queue: id };
  });
  return [...agents, ...others];
}

/** Those whose name has all words of the search. */
export function matching(targets: readonly Target[], text: string): Target[] {
  const wanted = words(text);
  return targets.filter((target) => {
    const name = target.name.toLocaleLowerCase();
    return wanted.every((word) => name.includes(word));
  });
}

function agentReason(colleague: Colleague, state: SessionState): TargetReason | null {
  if (state.agents.some((agent) => agent.id === colleague.id)) return "inSession";
  if (state.invitations.some(({ agent }) => agent.id === colleague.id)) return "invited";
  if (colleague.availability === "offline") return "offline";
  return colleague.sessions >= colleague.most_sessions ? "full" : null;
}

function rank(target: Target): number {
  if (target.kind === "queue") return 0;
  const { availability, sessions, most_sessions } = target.colleague;
  return (target.reason === null ? 0 : 10) + best.indexOf(availability) + sessions / most_sessions;
}
