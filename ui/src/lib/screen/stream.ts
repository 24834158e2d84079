// The viewer's half of a screen socket: takes messages, has them decoded and painted in order,
// acknowledges what is painted, and asks for the whole picture where it cannot go on. Pure: time,
// decoding, painting and the socket are brought by the worker.
import { decodeMessage, peekSequence } from "./decode";
import { encodeAcknowledgement, encodeRefreshRequest } from "./encode";
import {
  refreshReason,
  ScreenError,
  type Cursor,
  type Frame,
  type Message,
  type RefreshReason,
} from "./message";
import { InOrder } from "./order";
import { RequestLimit } from "./request-limit";
import type { Sample } from "./statistics";

/** What a {@link ScreenStream} has others do. `Prepared` is a decoded frame before painting. */
export interface StreamHooks<Prepared> {
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  /** To the portal. */
  send(message: Uint8Array<ArrayBuffer>): void;
  /** Starts decoding at once; frames are prepared in the order of their operations. */
  prepare(frame: Frame): Promise<Prepared>;
  /** Paints without a pause, so that no half of a frame is ever seen. */
  paint(frame: Frame, prepared: Prepared): void;
  /** Forgets the video stream. */
  reset(): void;
  /** The cursor, ahead of the picture: it waits for no decoder. */
  cursor(cursor: Cursor): void;
  /** A frame is on the screen. */
  painted(frame: Frame, sample: Omit<Sample, "byTool">): void;
}

/** Frames that may be under way between socket and screen; the sender keeps to 12. */
const mostUnderWay = 24;
/** How long a decoder may keep a frame; the portal closes a silent viewer after five seconds. */
const stalledMs = 4_000;
/** Pixels of a picture that memory and canvas are sure to hold; 7680 x 4320 has fewer. */
const mostPixels = 2 ** 25;
/** Patches of a frame may cover its picture so many times; a few bytes can claim many pixels. */
const mostCover = 4;

interface Ready<Prepared> {
  frame: Frame;
  prepared: Prepared;
  bytes: number;
  arrivedAt: number;
  decodedAt: number;
}

/** One viewer's picture of one monitor, across any number of connections. */
export class ScreenStream<Prepared> {
  readonly #hooks: StreamHooks<Prepared>;
  readonly #line: InOrder<Ready<Prepared>>;
  readonly #limit = new RequestLimit();
  /** The frame that the next one must follow; null until the whole picture has come. */
  #last: Frame | null = null;
  #connected = false;
  #reason: RefreshReason = refreshReason.decoderError;

  constructor(hooks: StreamHooks<Prepared>) {
    this.#hooks = hooks;
    this.#line = new InOrder(mostUnderWay, {
      apply: (ready) => this.#apply(ready),
      failed: () => this.#lost(),
    });
  }

  /** The socket is open; the portal asks for the whole picture by itself. */
  opened(): void {
    this.#connected = true;
    this.#forget();
    this.#limit.asked(this.#hooks.now());
    if (this.#reason === refreshReason.noVideo) this.#request();
  }

  /** The socket is gone; what was under way will not be painted. */
  closed(): void {
    this.#connected = false;
    this.#forget();
  }

  /** From now on the picture is asked for without video, which can't be decoded. */
  withoutVideo(): void {
    this.#reason = refreshReason.noVideo;
    const outstanding = this.#last?.sequence ?? null;
    this.#forget();
    if (this.#connected) this.#request();
    if (outstanding !== null) this.#acknowledge(outstanding, 0, 0);
  }

  /** Takes the next message of the socket. */
  message(bytes: ArrayBuffer): void {
    const arrivedAt = this.#hooks.now();
    const message = understood(bytes);
    if (message === null) this.#skip(peekSequence(bytes));
    else if (message.kind === "frame") this.#frame(message, bytes.byteLength, arrivedAt);
  }

  /** Called a few times a second: asks again, and notices a decoder that stands still. */
  tick(): void {
    const now = this.#hooks.now();
    const since = this.#line.waitingSince;
    if (since !== null && now - since > stalledMs) this.#lost();
    else if (this.#last === null) this.#ask();
  }

  #frame(frame: Frame, bytes: number, arrivedAt: number): void {
    for (const operation of frame.operations) {
      if (operation.kind === "cursor") this.#hooks.cursor(operation);
    }
    if (frame.refresh) this.#forget();
    const goesOn = frame.refresh || (this.#last !== null && follows(frame, this.#last));
    if (!goesOn || this.#line.full) {
      this.#skip(frame.sequence);
      return;
    }
    this.#last = frame;
    const ready = this.#hooks.prepare(frame).then((prepared) => {
      return { frame, prepared, bytes, arrivedAt, decodedAt: this.#hooks.now() };
    });
    this.#line.push(ready, arrivedAt);
  }

  #apply({ frame, prepared, bytes, arrivedAt, decodedAt }: Ready<Prepared>): void {
    try {
      this.#hooks.paint(frame, prepared);
    } catch {
      this.#lost();
      this.#acknowledge(frame.sequence, 0, 0);
      return;
    }
    const decode_us = (decodedAt - arrivedAt) * 1_000;
    const paint_us = (this.#hooks.now() - decodedAt) * 1_000;
    if (frame.refresh) this.#limit.helped();
    this.#acknowledge(frame.sequence, decode_us, paint_us);
    this.#hooks.painted(frame, { times: frame.times, decode_us, paint_us, bytes });
  }

  /** A frame that cannot be used is acknowledged all the same: the sender's credit must return. */
  #skip(sequence: number | null): void {
    this.#lost();
    if (sequence !== null) this.#acknowledge(sequence, 0, 0);
  }

  /** The picture can't be continued: whatever is under way belongs to it and goes too. */
  #lost(): void {
    const outstanding = this.#last?.sequence ?? null;
    this.#forget();
    this.#ask();
    if (outstanding !== null) this.#acknowledge(outstanding, 0, 0);
  }

  #forget(): void {
    this.#last = null;
    this.#line.clear();
    this.#hooks.reset();
  }

  #ask(): void {
    if (this.#connected && this.#limit.allows(this.#hooks.now())) this.#request();
  }

  #request(): void {
    this.#hooks.send(encodeRefreshRequest({ reason: this.#reason }));
  }

  #acknowledge(sequence: number, decode_us: number, paint_us: number): void {
    if (!this.#connected) return;
    this.#hooks.send(encodeAcknowledgement({ sequence, decode_us, paint_us }));
  }
}

function understood(bytes: ArrayBuffer): Message | null {
  try {
    const message = decodeMessage(bytes);
    return message.kind === "frame" && isTooLarge(message) ? null : message;
  } catch (error) {
    if (error instanceof ScreenError) return null;
    throw error;
  }
}

function isTooLarge({ width, height, operations }: Frame): boolean {
  let covered = 0;
  for (const operation of operations) {
    if (operation.kind === "patch") covered += operation.rect.width * operation.rect.height;
  }
  return width * height > mostPixels || covered > mostCover * width * height;
}

function follows(frame: Frame, last: Frame): boolean {
  const sameSize = frame.width === last.width && frame.height === last.height;
  const next = (last.sequence + 1) % 2 ** 32;
  return sameSize && frame.monitor === last.monitor && frame.sequence === next;
}
