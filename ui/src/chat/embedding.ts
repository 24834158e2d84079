// The chat as a part of another page: what it tells the page around it and hears from it, as the
// head of `src/widget/widget.js` says. Speaks with the origin in `#page=` only.
import type { PageAddress } from "../lib/protocol.generated";

const type = "corporate.chat";

/** The window around this one, and how it is listened to; a window has all of it. */
export interface Surroundings {
  location: Pick<Location, "search" | "hash">;
  parent: Pick<Window, "postMessage">;
  addEventListener: Window["addEventListener"];
  removeEventListener: Window["removeEventListener"];
}

export interface Heard {
  onopened: (focus: boolean) => void;
  onclosed: () => void;
}

export class Embedding {
  readonly #around: Surroundings;
  readonly #origin: string | null;
  /** Where the chat is, for the agent to see. */
  readonly page: PageAddress | null;

  private constructor(around: Surroundings) {
    this.#around = around;
    const page = new URLSearchParams(around.location.hash.slice(1)).get("page") ?? "";
    this.#origin = originOf(page);
    this.page = this.#origin === null ? null : page;
  }

  /** None for a page of its own. */
  static of(around: Surroundings): Embedding | null {
    const asked = new URLSearchParams(around.location.search).get("embed") === "1";
    return asked ? new Embedding(around) : null;
  }

  /** Listens, and says so; the answer stops it. */
  listen({ onopened, onclosed }: Heard): () => void {
    const hear = ({ source, origin, data }: MessageEvent) => {
      if (source !== this.#around.parent || origin !== this.#origin) return;
      const message = data as { type?: unknown; event?: unknown; focus?: unknown } | null;
      if (message?.type !== type) return;
      if (message.event === "opened") onopened(message.focus === true);
      if (message.event === "closed") onclosed();
    };
    this.#around.addEventListener("message", hear);
    this.unread(0);
    return () => this.#around.removeEventListener("message", hear);
  }

  unread(count: number): void {
    this.#say({ event: "unread", count });
  }

  close(): void {
    this.#say({ event: "close" });
  }

  #say(message: object): void {
    if (this.#origin === null) return;
    this.#around.parent.postMessage({ type, ...message }, this.#origin);
  }
}

/** The origin of a page on the web. */
function originOf(page: string): string | null {
  try {
    const { protocol, origin } = new URL(page);
    return /^https?:$/.test(protocol) ? origin : null;
  } catch {
    return null;
  }
}
