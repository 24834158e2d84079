// The binary view socket: comes back by itself with jittered back-off. Owns the connection and its
// timer; knows nothing of pictures. Used by the viewer's worker.
import { backoffMs } from "../log/backoff";

/** The part of a browser's WebSocket that is used here. */
export interface BinarySocket {
  binaryType: BinaryType;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  send(message: Uint8Array<ArrayBuffer>): void;
  close(): void;
}

/** What happens on a {@link ViewSocket}. */
export interface ViewSocketHooks {
  opened(): void;
  message(bytes: ArrayBuffer): void;
  /** The connection is gone, or could not be made; another attempt follows. */
  closed(): void;
}

/** How long an attempt may take to open. */
const openingMs = 15_000;

/** A connection that is made again until it is stopped. */
export class ViewSocket {
  readonly #open: () => BinarySocket;
  readonly #hooks: ViewSocketHooks;
  #socket: BinarySocket | null = null;
  #ready = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #failures = 0;

  constructor(open: () => BinarySocket, hooks: ViewSocketHooks) {
    this.#open = open;
    this.#hooks = hooks;
  }

  /** Connects now, also where it waits before the next attempt. */
  start(): void {
    this.#discard();
    let socket: BinarySocket;
    try {
      socket = this.#open();
    } catch {
      return this.#retry();
    }
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#lost(), openingMs);
    socket.onopen = () => {
      if (this.#timer) clearTimeout(this.#timer);
      this.#ready = true;
      this.#hooks.opened();
    };
    socket.onmessage = ({ data }: { data: unknown }) => {
      // The portal sends text only by mistake; the connection is no use then.
      if (!(data instanceof ArrayBuffer)) return this.#lost();
      this.#failures = 0;
      this.#hooks.message(data);
    };
    socket.onclose = () => this.#lost();
  }

  /** Tries at once where it waits; leaves a connection alone. */
  hurry(): void {
    if (this.#socket !== null || this.#timer === null) return;
    this.#failures = 0;
    this.start();
  }

  /** Sends where there is a connection; what can't be sent is not needed later either. */
  send(message: Uint8Array<ArrayBuffer>): void {
    if (this.#ready) this.#socket?.send(message);
  }

  /** Closes for good. */
  stop(): void {
    this.#discard();
  }

  #lost(): void {
    this.#discard();
    this.#hooks.closed();
    this.#retry();
  }

  #retry(): void {
    this.#timer = setTimeout(() => this.start(), backoffMs(this.#failures));
    this.#failures += 1;
  }

  #discard(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#ready = false;
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }
}
