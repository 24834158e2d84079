// Random numbers and changes that a seed repeats. Used by the fuzzing of the viewer.

/** A small generator of 32-bit numbers (a counter, mixed), good enough to vary test input. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to below this. */
  below(limit: number): number {
    this.#state = (this.#state + 0x9e37_79b9) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 16), 0x21f0_aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) % limit;
  }

  /** One of these. */
  one<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }

  /** A message with up to four changes: bits, bytes, numbers, cuts, repeats, parts of another. */
  mutated(
    original: Uint8Array<ArrayBuffer>,
    others: readonly Uint8Array<ArrayBuffer>[],
  ): Uint8Array<ArrayBuffer> {
    let bytes = original.slice();
    for (let changes = this.below(5); changes > 0; changes -= 1) {
      if (bytes.length > 0) bytes = this.#changed(bytes, this.one(others));
    }
    return bytes;
  }

  #changed(
    bytes: Uint8Array<ArrayBuffer>,
    other: Uint8Array<ArrayBuffer>,
  ): Uint8Array<ArrayBuffer> {
    // Headers are where the decisions are: half of all changes hit the first bytes.
    const at = this.below(this.below(2) === 0 ? Math.min(bytes.length, 80) : bytes.length);
    switch (this.below(6)) {
      case 0:
        bytes[at]! ^= 1 << this.below(8);
        return bytes;
      case 1:
        bytes[at] = this.below(256);
        return bytes;
      case 2: {
        const telling = [0, 1, 127, 128, 255, 256, 16_384, 65_535];
        const value = this.one(telling);
        bytes[at] = value & 255;
        if (at + 1 < bytes.length) bytes[at + 1] = value >> 8;
        return bytes;
      }
      case 3:
        return bytes.slice(0, at);
      case 4: {
        const part = bytes.slice(at, at + this.below(200));
        return joined(bytes.subarray(0, at), part, part, bytes.subarray(at));
      }
      default: {
        const from = this.below(other.length);
        return joined(bytes.subarray(0, at), other.subarray(from, from + this.below(200)));
      }
    }
  }
}

function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
