// Outcome and note of one session, saved by themselves shortly after each change. Owns what was
// typed until the portal has it; used by the facts beside a chat and by the dialogs.
import { failureOf, get, put } from "../lib/api";
import {
  noteChars,
  type Assessment,
  type Outcome,
  type SessionId,
} from "../lib/protocol.generated";
import type { Failure } from "../lib/texts/words";

export const outcomes: readonly Outcome[] = ["unknown", "resolved", "unresolved"];

/** How long after the last key a note is saved. */
const restMs = 900;

export class AssessmentDraft {
  readonly #path: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> | null = null;
  #loaded: Promise<void> | null = null;
  /** Counts changes, so that an answer to an older one never overwrites a newer one. */
  #changes = 0;
  outcome = $state<Outcome>("unknown");
  note = $state("");
  standing = $state<"loading" | "clean" | "changed" | "saving" | "saved" | "failed">("loading");
  failure = $state<Failure | null>(null);

  constructor(session: SessionId) {
    this.#path = `/api/v1/sessions/${encodeURIComponent(session)}/assessment`;
  }

  /** Fetches what is kept, once; what was typed meanwhile counts. */
  load(): Promise<void> {
    this.#loaded ??= this.#fetch();
    return this.#loaded;
  }

  /** Characters that may still be typed; below zero nothing is saved. */
  get left(): number {
    return noteChars - [...this.note].length;
  }

  /** Something was typed or chosen. */
  change(part: Partial<Assessment>): void {
    this.#changes++;
    if (part.outcome !== undefined) this.outcome = part.outcome;
    if (part.note !== undefined) this.note = part.note;
    this.standing = "changed";
    clearTimeout(this.#timer);
    if (this.left >= 0) this.#timer = setTimeout(() => void this.save(), restMs);
  }

  /** Saves now what is not saved yet. */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#saving;
    if (this.left < 0 || (this.standing !== "changed" && this.standing !== "failed")) return;
    this.#saving = this.#put();
    await this.#saving;
    this.#saving = null;
  }

  async #fetch(): Promise<void> {
    try {
      const kept = await get<Assessment>(this.#path);
      if (this.#changes > 0) return;
      this.outcome = kept.outcome;
      this.note = kept.note;
      this.standing = "clean";
    } catch (error) {
      this.#loaded = null;
      if (this.#changes > 0) return;
      // Whoever has just been given a session may be let in a moment later.
      this.failure = failureOf(error);
      this.standing = "clean";
    }
  }

  async #put(): Promise<void> {
    const at = this.#changes;
    this.standing = "saving";
    this.failure = null;
    const body: Assessment = { outcome: this.outcome, note: this.note.trim() };
    try {
      await put<Assessment | null>(this.#path, body);
      this.standing = at === this.#changes ? "saved" : "changed";
    } catch (error) {
      this.failure = failureOf(error);
      this.standing = "failed";
    }
  }
}
