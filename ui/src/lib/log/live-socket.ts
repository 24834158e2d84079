// A WebSocket that comes back by itself, with jittered back-off. It owns the connection and its
// timers; it refuses binary and unreadable messages, and gives up only when it is told to.
// Used by the session log and by the console's list.
import { backoffMs } from "./backoff";

/** The part of a browser's WebSocket that is used here. */
export interface SocketLike {
  readonly protocol: string;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

/** Where a connection stands. */
export type Connection = "connecting" | "online" | "offline" | "closed";

export interface LiveSocketOptions {
  /** Address of the next attempt. */
  url: () => string;
  protocol: string;
  /** A readable message has come; throwing drops the connection and makes a new one. */
  onMessage: (message: unknown) => void;
  onChange: (connection: Connection) => void;
  /** Asked after an attempt that never opened; `false` stops all further attempts. */
  worthTrying?: () => Promise<boolean>;
  open?: (url: string, protocol: string) => SocketLike;
  random?: () => number;
}

/** How long an attempt may take to open. */
const openingMs = 15_000;

export class LiveSocket {
  #options: LiveSocketOptions;
  #socket: SocketLike | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #attempt = 0;
  #connection: Connection = "connecting";

  constructor(options: LiveSocketOptions) {
    this.#options = options;
  }

  get connection(): Connection {
    return this.#connection;
  }

  /** Connects, and keeps connecting. */
  start(): void {
    globalThis.addEventListener?.("online", this.#hurry);
    globalThis.addEventListener?.("offline", this.#lost);
    globalThis.addEventListener?.("pagehide", this.#leave);
    globalThis.addEventListener?.("pageshow", this.#hurry);
    globalThis.document?.addEventListener("visibilitychange", this.#hurryWhenSeen);
    this.#connect();
  }

  /** Closes for good. */
  stop(connection: Connection = "closed"): void {
    globalThis.removeEventListener?.("online", this.#hurry);
    globalThis.removeEventListener?.("offline", this.#lost);
    globalThis.removeEventListener?.("pagehide", this.#leave);
    globalThis.removeEventListener?.("pageshow", this.#hurry);
    globalThis.document?.removeEventListener("visibilitychange", this.#hurryWhenSeen);
    this.#discard();
    this.#move(connection);
  }

  /** The first answer has come: the connection is good, the next back-off starts small again. */
  confirmOnline(): void {
    this.#attempt = 0;
    this.#move("online");
  }

  /** Sends, or says that it could not. */
  send(message: unknown): boolean {
    if (this.#socket === null || this.#connection !== "online") return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Drops a connection that seems dead and tries again. */
  reconnect(): void {
    if (this.#connection === "closed") return;
    this.#discard();
    this.#retry();
  }

  /** Tries again at once where it is waiting to. */
  readonly #hurry = () => {
    if (this.#connection !== "offline" || this.#socket !== null) return;
    this.#attempt = 0;
    this.#connect();
  };

  /** What a button "reconnect now" does. */
  hurry(): void {
    this.#hurry();
  }

  readonly #hurryWhenSeen = () => {
    if (document.visibilityState === "visible") this.#hurry();
  };

  readonly #lost = () => this.reconnect();

  /** A page that is left may be kept asleep by its browser, which goes on answering for it: the
      portal would take an agent or customer who has gone for one who is there. */
  readonly #leave = () => {
    if (this.#connection === "closed") return;
    this.#discard();
    this.#move("offline");
  };

  #connect(): void {
    this.#discard();
    const open = this.#options.open ?? ((url, protocol) => new WebSocket(url, [protocol]));
    let socket: SocketLike;
    try {
      socket = open(this.#options.url(), this.#options.protocol);
    } catch {
      this.#retry();
      return;
    }
    this.#socket = socket;
    let opened = false;
    this.#timer = setTimeout(() => this.reconnect(), openingMs);
    socket.onopen = () => {
      opened = true;
      if (this.#timer) clearTimeout(this.#timer);
      if (socket.protocol !== this.#options.protocol) this.reconnect();
    };
    socket.onmessage = (event: { data: unknown }) => this.#receive(socket, event.data);
    socket.onclose = () => {
      if (this.#socket !== socket) return;
      this.#discard();
      if (opened) this.#retry();
      else void this.#ask();
    };
    socket.onerror = null;
  }

  #receive(socket: SocketLike, data: unknown): void {
    if (this.#socket !== socket) return;
    try {
      if (typeof data !== "string") throw new TypeError("binary message");
      this.#options.onMessage(JSON.parse(data));
    } catch {
      this.reconnect();
    }
  }

  async #ask(): Promise<void> {
    this.#move("offline");
    const worth = await (this.#options.worthTrying?.() ?? Promise.resolve(true)).catch(() => true);
    if (this.#connection === "closed" || this.#socket !== null) return;
    if (worth) this.#retry();
    else this.stop();
  }

  #retry(): void {
    this.#move("offline");
    this.#timer = setTimeout(
      () => this.#connect(),
      backoffMs(this.#attempt++, this.#options.random),
    );
  }

  #discard(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #move(connection: Connection): void {
    if (this.#connection === connection) return;
    this.#connection = connection;
    this.#options.onChange(connection);
  }
}
