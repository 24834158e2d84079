// The agent who is signed in on this page. The portal decides who that is; the page only shows it.
// Used by the console and by the management center.
import { failureOf, get, post } from "../api";
import type { AgentId } from "../protocol.generated";
import type { Failure } from "../texts/words";

/** Answer to a sign-in. */
export interface Agent {
  id: AgentId;
  name: string;
  email: string;
  roles: string[];
  may_open_reports: boolean;
}

export class AgentSession {
  agent = $state.raw<Agent | null>(null);
  /** Whether it is still open who is signed in. */
  loading = $state(true);
  /** Why nobody knows; never set for somebody who simply has to sign in. */
  failure = $state<Failure | null>(null);

  /** Asks the portal who is signed in. */
  async load(): Promise<void> {
    this.loading = true;
    this.failure = null;
    try {
      this.agent = await get<Agent>("/api/v1/agents/me");
    } catch (error) {
      this.agent = null;
      const code = failureOf(error);
      if (code !== "not_signed_in") this.failure = code;
    }
    this.loading = false;
  }

  /** Signs in; throws a `PortalError` where the portal says no. */
  async signIn(email: string, password: string): Promise<void> {
    this.agent = await post<Agent>("/api/v1/agents/sign-in", { email, password });
    this.failure = null;
  }

  async signOut(): Promise<void> {
    try {
      await post("/api/v1/agents/sign-out");
    } finally {
      await this.load();
    }
  }

  /** Whether a connection is worth another attempt: not where the sign-in has ended. */
  readonly stillSignedIn = async (): Promise<boolean> => {
    try {
      await get("/api/v1/agents/me");
      return true;
    } catch (error) {
      if (failureOf(error) !== "not_signed_in") return true;
      this.agent = null;
      return false;
    }
  };
}
