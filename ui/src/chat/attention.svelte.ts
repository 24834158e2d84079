// Tells a customer who looks elsewhere that an answer came: a number for the title and for the page
// around an embedded chat, and a tone unless it is switched off. Owns its listeners until `stop`.
import { chime, prepareChime } from "../lib/chime";

const mutedKey = "corporate.muted";

export class Attention {
  /** Messages that came while nobody looked. */
  unseen = $state(0);
  muted = $state(remembered());
  /** Whether the chat is in sight where it is part of another page. */
  #shown = true;
  readonly #stops: (() => void)[] = [];

  constructor(readonly onchange: (unseen: number) => void = () => undefined) {}

  start(): void {
    const look = () => this.#look();
    document.addEventListener("visibilitychange", look);
    addEventListener("focus", look);
    this.#stops.push(prepareChime(), () => {
      document.removeEventListener("visibilitychange", look);
      removeEventListener("focus", look);
    });
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  /** The page around it shows or hides the chat. */
  show(shown: boolean): void {
    this.#shown = shown;
    this.#look();
  }

  /** So many messages of others have come. */
  came(count: number): void {
    const looking = this.#shown && document.visibilityState === "visible";
    if (!looking) this.#count(this.unseen + count);
    if ((!looking || !document.hasFocus()) && !this.muted) chime();
  }

  mute(muted: boolean): void {
    this.muted = muted;
    try {
      if (muted) localStorage.setItem(mutedKey, "1");
      else localStorage.removeItem(mutedKey);
    } catch {
      // It holds for this page then.
    }
    if (!muted) chime();
  }

  #look(): void {
    if (this.#shown && document.visibilityState === "visible") this.#count(0);
  }

  #count(unseen: number): void {
    if (unseen === this.unseen) return;
    this.unseen = unseen;
    this.onchange(unseen);
  }
}

function remembered(): boolean {
  try {
    return localStorage.getItem(mutedKey) !== null;
  } catch {
    return false;
  }
}
