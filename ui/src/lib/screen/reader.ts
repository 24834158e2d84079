// Reads the numbers of a screen message, little-endian, and never past its end. The only place of
// the decoder that counts bytes; mirrors crates/protocol/src/screen/wire.rs.
import { ScreenError } from "./message";

/** Walks over a message's bytes. Slices it hands out share the message's memory. */
export class Reader {
  readonly #view: DataView<ArrayBuffer>;
  #at = 0;

  constructor(message: ArrayBuffer) {
    this.#view = new DataView(message);
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  i32(): number {
    return this.#view.getInt32(this.#take(4), true);
  }

  /** A `u64`; exact up to 2^53, which is enough for microseconds until the year 2255. */
  u64(): number {
    return Number(this.#view.getBigUint64(this.#take(8), true));
  }

  bytes(count: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#view.buffer, this.#take(count), count);
  }

  /** A `u32` length and that many bytes. */
  sized(): Uint8Array<ArrayBuffer> {
    return this.bytes(this.u32());
  }

  /** Refuses a message that goes on after its content. */
  finish(): void {
    if (this.#at !== this.#view.byteLength) throw new ScreenError("trailing_bytes");
  }

  #take(count: number): number {
    const start = this.#at;
    if (count > this.#view.byteLength - start) throw new ScreenError("truncated");
    this.#at = start + count;
    return start;
  }
}
