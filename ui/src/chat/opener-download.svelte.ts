// The download of the opener in the web chat: one code for each hand-off, started once by itself,
// through reloads too; where the app is here already, the customer chooses between opening it and
// the download. Refuses to start a download that the customer did not come for: an offer is fetched
// only while the session's log says that an upgrade is under way.
import { failureOf, post } from "../lib/api";
import { goodUntil } from "../lib/code";
import type { HandoffId, HandoffOffer, SessionId, System } from "../lib/protocol.generated";
import type { Failure } from "../lib/texts/words";
import type { Keep } from "../lib/log/outbox";
import type { KnownApp } from "./known-app";
import type { Processor } from "./processor";

interface Kept {
  offer: HandoffOffer;
  /** When it stops working, on this machine's clock. */
  until: number;
  /** Whether opening the app is offered first. */
  appFirst: boolean;
  /** Whether the link that opens it was followed. */
  followed?: boolean;
  /** Whether it was fetched after an opener, or the app, had taken a code. */
  again?: boolean;
  /** Whether the app's joining by it was noted. */
  noted?: boolean;
}

export interface DownloadOptions {
  session: SessionId;
  system: System | "unknown";
  /** This computer's processor, null where nobody knows; asked for beside each code. */
  processor?: () => Promise<Processor | null>;
  keep: Keep | null;
  /** What this browser knows of the app on this computer. */
  app: Pick<KnownApp, "opens" | "joined" | "failed">;
  /** Starts the browser's download. */
  save?: (offer: HandoffOffer) => void;
}

export class OpenerDownload {
  readonly #options: DownloadOptions;
  #handoff: HandoffId | null = null;
  /** Another hand-off began while the portal was asked for the code of the one before. */
  #overtaken = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #kept = $state.raw<Kept | null>(null);
  failure = $state<Failure | null>(null);
  expired = $state(false);
  busy = $state(false);
  /** Opening the app is offered first, and the download waits beside it. */
  appFirst = $state(false);
  /** The customer has followed the link that opens the app. */
  followed = $state(false);
  /** This code was fetched since an opener, or the app, has taken the one before. */
  again = $state(false);

  constructor(options: DownloadOptions) {
    this.#options = options;
  }

  get offer(): HandoffOffer | null {
    return this.#kept?.offer ?? null;
  }

  get until(): number {
    return this.#kept?.until ?? 0;
  }

  /** The link that opens the app which is here already; it can join this session and no more. */
  get link(): string {
    return `corpcustomer://join/${encodeURIComponent(this.offer?.code ?? "")}`;
  }

  /**
   * An upgrade is under way: gets its code and starts the download, once. Where the app is here
   * already, both wait for a click; so does a new link where the opener was fetched already, on
   * another page of this customer.
   */
  async begin(handoff: HandoffId, fetched = false): Promise<void> {
    if (this.#handoff === handoff) return;
    this.#handoff = handoff;
    this.failure = null;
    const kept = this.#read(handoff);
    this.followed = kept?.followed === true;
    this.again = kept?.again === true;
    this.appFirst = kept?.appFirst ?? (this.#options.app.opens && !fetched);
    this.#hold(kept);
    const wanted = kept === null && !fetched;
    this.#overtaken = wanted && this.busy;
    if (wanted) await this.renew();
  }

  /** Gets a new code for the same hand-off and, unless the app comes first, starts the download. */
  async renew(): Promise<void> {
    await this.#renew(this.again);
  }

  async #renew(again: boolean): Promise<void> {
    const handoff = this.#handoff;
    if (handoff === null || this.busy || this.#options.system === "unknown") return;
    this.busy = true;
    this.#overtaken = false;
    this.failure = null;
    try {
      const path = `/api/v1/sessions/${encodeURIComponent(this.#options.session)}/handoff`;
      const processor = this.#options.processor?.() ?? null;
      const [offer, arch] = await Promise.all([post<HandoffOffer>(path), processor]);
      if (this.#handoff === handoff) this.#got(handoff, made(offer, arch), again);
    } catch (error) {
      if (this.#handoff === handoff) this.failure = failureOf(error);
    } finally {
      this.busy = false;
    }
    if (this.#overtaken) await this.renew();
  }

  /** The customer follows the link; where it leads nowhere, some browsers leave this page for it. */
  follow(): void {
    this.followed = true;
    if (this.#kept === null || this.#handoff === null) return;
    this.#write(this.#handoff, { ...this.#kept, followed: true });
  }

  /** The customer would rather have the download, perhaps because the link led nowhere. */
  async fetchInstead(): Promise<void> {
    if (this.followed) this.#options.app.failed();
    this.appFirst = false;
    const kept = this.#kept;
    if (kept === null || this.expired || this.#handoff === null) return this.renew();
    this.#write(this.#handoff, { ...kept, appFirst: false });
    this.#save(kept.offer);
  }

  /** A new code and its download, whatever was offered first: what took the code before is stuck. */
  async fetchAgain(): Promise<void> {
    this.appFirst = false;
    await this.#renew(true);
  }

  /** The app has joined by this hand-off; noted once, and where this page had a code for it. */
  joined(handoff: HandoffId): void {
    const kept = this.#read(handoff);
    if (kept === null || kept.noted) return;
    this.#write(handoff, { ...kept, noted: true });
    this.#options.app.joined(kept.appFirst && kept.followed === true ? "link" : "download");
  }

  /** Does nothing any more, whatever the portal still answers. */
  stop(): void {
    this.#handoff = null;
    clearTimeout(this.#timer);
  }

  #got(handoff: HandoffId, offer: HandoffOffer, again: boolean): void {
    const kept = { offer, until: goodUntil(offer.expires_at), appFirst: this.appFirst, again };
    // A new code has a link of its own, which nobody has followed yet.
    this.followed = false;
    this.again = again;
    this.#write(handoff, kept);
    this.#hold(kept);
    if (!this.appFirst) this.#save(offer);
  }

  #save(offer: HandoffOffer): void {
    (this.#options.save ?? save)(offer);
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
      const whole = typeof kept?.offer?.url === "string" && typeof kept.until === "number";
      return whole ? { ...kept, appFirst: kept.appFirst === true } : null;
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

/** The offer of the opener for this processor. */
function made(offer: HandoffOffer, arch: Processor | null): HandoffOffer {
  return arch === null ? offer : { ...offer, url: `${offer.url}?arch=${arch}` };
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
