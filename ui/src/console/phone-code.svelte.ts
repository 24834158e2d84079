// The code that the agent reads out to a caller: made, counted down and taken back. Owns nothing
// but the code; the portal knows it as a hash only.
import { failureOf, post, remove } from "../lib/api";
import type { Language, NewPhoneCode, PhoneCode, QueueId } from "../lib/protocol.generated";
import type { Failure } from "../lib/texts/words";

export class SpokenCode {
  made = $state.raw<PhoneCode | null>(null);
  busy = $state(false);
  failure = $state<Failure | null>(null);

  /** Makes a new one; an older one of this agent stops working. */
  async make(queue: QueueId | null, language: Language): Promise<void> {
    await this.#try(async () => {
      const wanted: NewPhoneCode = { queue, language };
      this.made = await post<PhoneCode>("/api/v1/phone-codes", wanted);
    });
  }

  /** Takes it back. */
  async takeBack(): Promise<boolean> {
    return this.#try(async () => {
      await remove("/api/v1/phone-codes/current");
      this.made = null;
    });
  }

  /** The customer has used it. */
  used(): void {
    this.made = null;
  }

  async #try(work: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    this.failure = null;
    try {
      await work();
    } catch (error) {
      this.failure = failureOf(error);
    }
    this.busy = false;
    return this.failure === null;
  }
}

/** `123 456 789`: groups of three, as they are read out. */
export function grouped(code: string): string {
  return code.replace(/(\d{3})(?=\d)/g, "$1 ");
}
