// The account's agents as the portal has them, and who may do what with whom. The portal decides;
// the page says beforehand why something can't be done.
import { failureOf, get, post, put, remove } from "../lib/api";
import type { AgentDetails, AgentId, ManagedAgent, NewPassword } from "../lib/protocol.generated";
import type { Failure } from "../lib/texts/words";
import type { Rights } from "./place";

const address = "/api/v1/agents";
const addressOf = (id: AgentId) => `${address}/${encodeURIComponent(id)}`;

const administers = (roles: readonly string[]) => roles.includes("administrator");

/** Whether nothing in it leads beyond an agent's own sessions, so that managers may change it. */
const isPlain = ({ roles, may_open_reports: reports }: AgentDetails) =>
  !reports && roles.every((role) => role === "agent");

/** Why somebody may not do something; the key of a sentence. */
export type Hindrance =
  | "onlyAdministrator"
  | "onlyAdministratorAgent"
  | "lastAdministrator"
  | "notYourself"
  | "notYourRole"
  | "yourPassword";

/** Why `me` may not change an agent at all. */
export function untouchable(me: Rights, agent: ManagedAgent | null): Hindrance | null {
  if (agent === null || administers(me.roles) || isPlain(agent.details)) return null;
  return "onlyAdministratorAgent";
}

/** Why `me` may not give or take manager, administrator and the right to reports. */
export const ungrantable = (me: Rights): Hindrance | null =>
  administers(me.roles) ? null : "onlyAdministrator";

/** Whether an agent is the only administrator. */
function isLast(agent: ManagedAgent, all: readonly ManagedAgent[]): boolean {
  const others = all.filter((one) => one.id !== agent.id && administers(one.details.roles));
  return administers(agent.details.roles) && others.length === 0;
}

/** Why the administrator role of an agent stays. */
export function undemotable(
  me: Rights,
  agent: ManagedAgent | null,
  all: readonly ManagedAgent[],
): Hindrance | null {
  if (ungrantable(me) !== null) return ungrantable(me);
  if (agent === null || !administers(agent.details.roles)) return null;
  if (isLast(agent, all)) return "lastAdministrator";
  return agent.id === me.id ? "notYourRole" : null;
}

/** Why an agent can't be removed. */
export function unremovable(
  me: Rights,
  agent: ManagedAgent,
  all: readonly ManagedAgent[],
): Hindrance | null {
  if (agent.id === me.id) return "notYourself";
  return untouchable(me, agent) ?? (isLast(agent, all) ? "lastAdministrator" : null);
}

/** Why an agent's access can't be set anew from here. */
export function unresettable(me: Rights, agent: ManagedAgent): Hindrance | null {
  return agent.id === me.id ? "yourPassword" : untouchable(me, agent);
}

export class AgentList {
  list = $state.raw<ManagedAgent[] | null>(null);
  failure = $state<Failure | null>(null);

  async load(): Promise<void> {
    this.failure = null;
    try {
      this.list = await get<ManagedAgent[]>(address);
    } catch (error) {
      this.failure = failureOf(error);
    }
  }

  /** Adds one; throws a `PortalError` where the portal says no. */
  async add(details: AgentDetails): Promise<NewPassword> {
    const made = await post<NewPassword>(address, details);
    await this.load();
    return made;
  }

  async change(id: AgentId, details: AgentDetails): Promise<void> {
    await put<unknown>(addressOf(id), details);
    await this.load();
  }

  async take(id: AgentId): Promise<void> {
    await remove(addressOf(id));
    this.list = (this.list ?? []).filter((agent) => agent.id !== id);
  }

  resetPassword(id: AgentId): Promise<NewPassword> {
    return post<NewPassword>(`${addressOf(id)}/password`);
  }

  async removeSecondFactor(id: AgentId): Promise<void> {
    await remove(`${addressOf(id)}/second-factor`);
    this.list = (this.list ?? []).map((agent) =>
      agent.id === id ? { ...agent, second_factor: false } : agent,
    );
  }
}
