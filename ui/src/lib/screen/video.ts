// Turns access units into pictures, one for one, through a decoder that answers later. Owns the
// decoder and what is under way in it; knows no browser API, so tests bring a decoder of their own.
import { codecOf } from "./h264";
import type { Video } from "./message";

/** A picture that holds memory until it is closed. */
export interface DecodedPicture {
  /** The `timestamp` that its access unit was given. */
  readonly timestamp: number;
  close(): void;
}

/** What {@link VideoStream} asks of a decoder. */
export interface Decoder {
  decode(unit: { key: boolean; timestamp: number; data: Uint8Array<ArrayBuffer> }): void;
  close(): void;
}

/** Makes a decoder for a codec string; it reports pictures and at most one failure. */
export type MakeDecoder<Picture> = (
  codec: string,
  output: (picture: Picture) => void,
  failed: (error: Error) => void,
) => Decoder;

/** Decoders that may fail one after another before video is given up. */
const mostFailures = 3;

interface Waiting<Picture> {
  resolve: (picture: Picture) => void;
  reject: (error: Error) => void;
}

/** A stream of access units, of which each becomes exactly one picture or a failure. */
export class VideoStream<Picture extends DecodedPicture> {
  readonly #make: MakeDecoder<Picture>;
  readonly #gaveUp: () => void;
  readonly #waiting = new Map<number, Waiting<Picture>>();
  #decoder: Decoder | null = null;
  #codec = "";
  #timestamp = 0;
  #failures = 0;

  /** `gaveUp` is called where several decoders in a row failed without a single picture. */
  constructor(make: MakeDecoder<Picture>, gaveUp: () => void = () => undefined) {
    this.#make = make;
    this.#gaveUp = gaveUp;
  }

  /** The picture of the next access unit; fails where the decoder does, and on {@link reset}. */
  decode(unit: Video): Promise<Picture> {
    let picture: Promise<Picture> | null = null;
    try {
      const decoder = this.#decoderFor(unit);
      const timestamp = (this.#timestamp += 1);
      picture = new Promise<Picture>((resolve, reject) => {
        this.#waiting.set(timestamp, { resolve, reject });
      });
      decoder.decode({ key: unit.key, timestamp, data: unit.data });
      return picture;
    } catch (error) {
      this.#failed(error instanceof Error ? error : new Error("the decoder failed"));
      // Where it was already waited for it has failed by now, and must not do so unseen.
      return picture ?? Promise.reject(error);
    }
  }

  /** Forgets the stream: what is under way fails, and the next unit must be a key picture. */
  reset(reason = new Error("the stream starts anew")): void {
    this.#decoder?.close();
    this.#decoder = null;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(reason);
  }

  #decoderFor(unit: Video): Decoder {
    const codec = unit.key ? codecOf(unit.data) : null;
    if (this.#decoder && (codec === null || codec === this.#codec)) return this.#decoder;
    if (codec === null) throw new Error("the stream does not start with a key picture");
    this.reset();
    this.#codec = codec;
    // A decoder that was closed may still report; only the present one is listened to.
    const decoder: Decoder = this.#make(
      codec,
      (picture) => (this.#decoder === decoder ? this.#output(picture) : picture.close()),
      (error) => {
        if (this.#decoder === decoder) this.#failed(error);
      },
    );
    return (this.#decoder = decoder);
  }

  #failed(error: Error): void {
    this.reset(error);
    this.#failures += 1;
    if (this.#failures === mostFailures) this.#gaveUp();
  }

  #output(picture: Picture): void {
    this.#failures = 0;
    const waiting = this.#waiting.get(picture.timestamp);
    this.#waiting.delete(picture.timestamp);
    if (waiting) waiting.resolve(picture);
    else picture.close();
  }
}
