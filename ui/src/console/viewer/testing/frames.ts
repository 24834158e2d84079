// Frames that tests send to a viewer. Pixels of patches tell where they belong.
import type { Frame, Operation, Rect } from "../../../lib/screen/message";
import { encodeFrame } from "../../../lib/screen/testing/frame";

/** R, G, B of a pixel of every patch. */
export const exact = (x: number, y: number) => [x % 256, y % 256, (x * 7 + y * 13) % 256];

/** One Zstandard frame with blocks that are not compressed. */
export function stored(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const little = (value: number, count: number) =>
    Array.from({ length: count }, (_, index) => (value >>> (8 * index)) & 255);
  const parts = [Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, ...little(bytes.length, 4)])];
  const most = 128 * 1024;
  for (let at = 0; at < bytes.length; at += most) {
    const block = bytes.subarray(at, at + most);
    const last = at + most >= bytes.length ? 1 : 0;
    parts.push(Uint8Array.from(little((block.length << 3) | last, 3)), block.slice());
  }
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** A patch whose every pixel has a colour of its own. */
export function patch(rect: Rect): Operation {
  const pixels = new Uint8Array(rect.width * rect.height * 4);
  for (let at = 0; at < pixels.length / 4; at += 1) {
    const [x, y] = [rect.x + (at % rect.width), rect.y + Math.floor(at / rect.width)];
    pixels.set([...exact(x, y).reverse(), 77], at * 4);
  }
  return { kind: "patch", encoding: "zstd_bgrx", rect, data: stored(pixels) };
}

/** A frame as one message; what is not given is plausible. */
export function message(frame: Partial<Frame> & { width: number; height: number }): ArrayBuffer {
  const times = { captured_at_us: 0, capture_us: 70, encode_us: 8_600, send_us: 15, relay_us: 40 };
  return encodeFrame({ monitor: 0, sequence: 1, refresh: false, operations: [], times, ...frame });
}
