// The download of the opener in the web chat: one code for each hand-off, started once by itself,
// through reloads too. Refuses to start a download that the customer did not come for: an offer is
// fetched only while the session's log says that an upgrade is under way.
import { failureOf, post } from "../lib/api";
import type { HandoffId, HandoffOffer, SessionId, System } from "../lib/protocol.generated";
import type { Failure } from "../lib/texts/words";
import type { Keep } from "../lib/log/outbox";

interface Kept {
  offer: HandoffOffer;
  /** When it stops working, on this machine's clock. */
  until: number;
}

export interface DownloadOptions {
  session: SessionId;
  system: System | "unknown";
  keep: Keep | null;
  /** Starts the browser's download. */
  save?: (offer: HandoffOffer) => void;
}

/** A code works for ten minutes; a wrong clock on this machine must not change that much. */
const longestMs = 600_000;
const shortestMs = 60_000;

export class OpenerDownload {
  readonly #options: DownloadOptions;
  #handoff: HandoffId | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #kept = $state.raw<Kept | null>(null);
  failure = $state<Failure | null>(null);
  expired = $state(false);
  busy = $state(false);

  constructor(options: DownloadOptions) {
    this.#options = options;
  }

  get offer(): HandoffOffer | null {
    return this.#kept?.offer ?? null;
  }

  get until(): number {
    return this.#kept?.until ?? 0;
  }

  /**
   * An upgrade is under way: gets its code and starts the download, once. Where the opener was
   * fetched already, on another page of this customer, a new link waits for a click.
   */
  async begin(handoff: HandoffId, fetched = false): Promise<void> {
    if (this.#handoff === handoff) return;
    this.#handoff = handoff;
    this.failure = null;
    const kept = this.#read(handoff);
    this.#hold(kept);
    if (kept === null && !fetched) await this.renew();
  }

  /** Gets a new code for the same hand-off and starts the download. */
  async renew(): Promise<void> {
    const handoff = this.#handoff;
    if (handoff === null || this.busy || this.#options.system === "unknown") return;
    this.busy = true;
    this.failure = null;
    try {
      const path = `/api/v1/sessions/${encodeURIComponent(this.#options.session)}/handoff`;
      const offer = await post<HandoffOffer>(path);
      const left = Math.max(shortestMs, Math.min(longestMs, offer.expires_at - Date.now()));
      const kept = { offer, until: Date.now() + left };
      if (this.#handoff !== handoff) return;
      this.#write(handoff, kept);
      this.#hold(kept);
      (this.#options.save ?? save)(offer);
    } catch (error) {
      this.failure = failureOf(error);
    } finally {
      this.busy = false;
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #hold(kept: Kept | null): void {
    clearTimeout(this.#timer);
    this.#kept = kept;
    const left = (kept?.until ?? 0) - Date.now();
    this.expired = kept !== null && left <= 0;
    if (left > 0) this.#timer = setTimeout(() => (this.expired = true), left);
  }

  #key(handoff: HandoffId): string {
    return `corporate.handoff.${handoff}`;
  }

  #read(handoff: HandoffId): Kept | null {
    try {
      const kept = JSON.parse(this.#options.keep?.getItem(this.#key(handoff)) ?? "null") as Kept;
      return typeof kept?.offer?.url === "string" && typeof kept.until === "number" ? kept : null;
    } catch {
      return null;
    }
  }

  #write(handoff: HandoffId, kept: Kept): void {
    try {
      this.#options.keep?.setItem(this.#key(handoff), JSON.stringify(kept));
    } catch {
      // Without storage a reload makes one more download; nothing else is lost.
    }
  }
}

/** Starts the download as a click on a link would. */
function save(offer: HandoffOffer): void {
  const link = document.createElement("a");
  link.href = offer.url;
  link.download = offer.file_name;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
}
