// Whether this agent can be given sessions, and how many there are. The portal decides and tells
// all agents; what was just chosen shows at once. Used by the head of the console.
import { failureOf, put } from "../lib/api";
import type { AgentId, Availability, Colleague } from "../lib/protocol.generated";
import type { Failure } from "../lib/texts/words";

export type Choice = Exclude<Availability, "offline">;
export const choices: readonly Choice[] = ["available", "busy", "away"];

export class AvailabilityChoice {
  readonly #me: () => Colleague | undefined;
  /** Chosen here, and not heard back from the portal yet. */
  #chosen = $state<Choice | null>(null);
  failure = $state<Failure | null>(null);

  constructor(me: () => AgentId, colleagues: () => readonly Colleague[]) {
    this.#me = () => colleagues().find((colleague) => colleague.id === me());
  }

  /** None before the portal has said it. */
  get now(): Choice | null {
    if (this.#chosen !== null) return this.#chosen;
    const known = this.#me()?.availability;
    return known === undefined || known === "offline" ? null : known;
  }

  /** Sessions now and at most. */
  get load(): { sessions: number; most: number } | null {
    const me = this.#me();
    return me === undefined ? null : { sessions: me.sessions, most: me.most_sessions };
  }

  async choose(availability: Choice): Promise<void> {
    this.#chosen = availability;
    this.failure = null;
    try {
      await put("/api/v1/agents/me/availability", { availability });
    } catch (error) {
      if (this.#chosen === availability) this.#chosen = null;
      this.failure = failureOf(error);
    }
  }

  /** The portal has said who is there; what it says counts where it agrees or differs later. */
  heard(): void {
    if (this.#me()?.availability === this.#chosen) this.#chosen = null;
  }
}
