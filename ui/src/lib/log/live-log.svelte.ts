// The session log as runes: components read it, effects follow it. Owns one `SessionLog`.
// Used by the web chat and by the console.
import { socketUrl } from "../api";
import { pageStorage } from "../page-storage";
import type { CommandBody, SessionId } from "../protocol.generated";
import { SessionLog, type LogSnapshot, type Outcome, type SessionLogOptions } from "./session-log";

export type LiveLogOptions = Pick<SessionLogOptions, "side" | "worthTrying" | "open">;

export class LiveLog {
  readonly session: SessionId;
  readonly #log: SessionLog;
  #snapshot = $state.raw() as LogSnapshot;

  constructor(session: SessionId, options: LiveLogOptions) {
    this.session = session;
    this.#log = new SessionLog({
      ...options,
      session,
      socketUrl,
      keep: pageStorage(),
      onChange: (snapshot) => (this.#snapshot = snapshot),
    });
    this.#snapshot = this.#log.snapshot;
  }

  get now(): LogSnapshot {
    return this.#snapshot;
  }

  start(): void {
    this.#log.start();
  }

  stop(): void {
    this.#log.stop();
  }

  hurry(): void {
    this.#log.hurry();
  }

  send(body: CommandBody): Promise<Outcome> {
    return this.#log.send(body);
  }

  forget(id: string): void {
    this.#log.forget(id);
  }

  signalTyping(active: boolean): void {
    this.#log.signalTyping(active);
  }
}
