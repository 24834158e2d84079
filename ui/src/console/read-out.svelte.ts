// A code for the opener that an agent reads out: made for the hand-off under way, good for ten
// minutes. Owns nothing but the code and says it to nobody but its dialog.
import { failureOf, post } from "../lib/api";
import { goodUntil } from "../lib/code";
import type { HandoffOffer, SessionId } from "../lib/protocol.generated";
import type { Failure } from "../lib/texts/words";

export class ReadOut {
  code = $state("");
  /** When it stops working, on this machine's clock. */
  until = $state(0);
  busy = $state(false);
  failure = $state<Failure | null>(null);

  /** Makes a new one. */
  async make(session: SessionId): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failure = null;
    try {
      const path = `/api/v1/sessions/${encodeURIComponent(session)}/handoff?as=agent`;
      const { code, expires_at } = await post<HandoffOffer>(path);
      [this.code, this.until] = [code, goodUntil(expires_at)];
    } catch (error) {
      this.failure = failureOf(error);
    }
    this.busy = false;
  }
}
