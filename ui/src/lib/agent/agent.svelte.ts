// The agent who is signed in on this page. The portal decides who that is; the page only shows it.
// Used by the console and by the management center.
import { failureOf, get, post } from "../api";
import type { OwnAgent } from "../protocol.generated";
import type { Failure } from "../texts/words";

/** Answer to a sign-in. */
export type Agent = OwnAgent;

export class AgentSession {
  /** Who may use the page; nobody as long as a new password has to be chosen. */
  agent = $state.raw<Agent | null>(null);
  /** Who has signed in and must choose a new password first. */
  newcomer = $state.raw<Agent | null>(null);
  /** Whether it is still open who is signed in. */
  loading = $state(true);
  /** Why nobody knows; never set for somebody who simply has to sign in. */
  failure = $state<Failure | null>(null);

  /** Asks the portal who is signed in. */
  async load(): Promise<void> {
    this.loading = true;
    this.failure = null;
    const code = await this.refresh();
    if (code !== null) this.#arrived(null);
    if (code !== null && code !== "not_signed_in") this.failure = code;
    this.loading = false;
  }

  /** The same while the page stays as it is, such as after a change of the own account; the code
      of a failure. Only who is signed out for sure has to leave. */
  async refresh(): Promise<Failure | null> {
    try {
      this.#arrived(await get<Agent>("/api/v1/agents/me"));
      return null;
    } catch (error) {
      const code = failureOf(error);
      if (code === "not_signed_in") this.#arrived(null);
      return code;
    }
  }

  /** Signs in; throws a `PortalError` where the portal says no or asks for the second factor. */
  async signIn(email: string, password: string, factor?: string): Promise<void> {
    const proof = factor === undefined ? {} : { second_factor: factor };
    this.#arrived(await post<Agent>("/api/v1/agents/sign-in", { email, password, ...proof }));
    this.failure = null;
  }

  async signOut(): Promise<void> {
    try {
      await post("/api/v1/agents/sign-out");
    } finally {
      await this.load();
    }
  }

  /** Signs out on all devices. */
  async signOutEverywhere(): Promise<void> {
    await post("/api/v1/agents/me/sign-out-everywhere");
    await this.load();
  }

  /** Whether a connection is worth another attempt: not where the sign-in has ended. */
  readonly stillSignedIn = async (): Promise<boolean> => {
    try {
      await get("/api/v1/agents/me");
      return true;
    } catch (error) {
      if (failureOf(error) !== "not_signed_in") return true;
      this.#arrived(null);
      return false;
    }
  };

  #arrived(who: Agent | null) {
    const waits = who?.must_change_password ?? false;
    this.agent = waits ? null : who;
    this.newcomer = waits ? who : null;
  }
}
