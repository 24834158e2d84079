// Gets the agent's attention: a short sound and desktop notifications. Asks for permission only
// when it is told to by a click; nothing of a chat's text is shown outside the page.
import { chime } from "../lib/chime";
import type { SessionId } from "../lib/protocol.generated";

const soundKey = "corporate.sound";
/** No two sounds within this time. */
const quietMs = 1_500;

export type Permission = NotificationPermission | "unsupported";

export class Attention {
  sound = $state(settings()?.getItem(soundKey) !== "off");
  permission = $state<Permission>(
    typeof Notification === "undefined" ? "unsupported" : Notification.permission,
  );
  #sounded = 0;

  switchSound(on: boolean): void {
    this.sound = on;
    try {
      settings()?.setItem(soundKey, on ? "on" : "off");
    } catch {
      // It holds until the page is closed.
    }
    if (on) this.#play();
  }

  /** Asks the browser; to be called by a click only. */
  async ask(): Promise<void> {
    if (this.permission !== "unsupported") this.permission = await Notification.requestPermission();
  }

  /** Something new: a sound, and a notification where the page is out of sight. */
  call(session: SessionId, title: string, body: string, onclick: () => void): void {
    if (this.sound) this.#play();
    if (this.permission !== "granted" || document.hasFocus()) return;
    try {
      const shown = new Notification(title, { body, tag: session, icon: "/assets/icon.svg" });
      shown.onclick = () => {
        window.focus();
        shown.close();
        onclick();
      };
    } catch {
      // Some browsers for phones have the class but allow no use of it.
    }
  }

  #play(): void {
    const now = Date.now();
    if (now - this.#sounded < quietMs) return;
    this.#sounded = now;
    chime();
  }
}

function settings(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
