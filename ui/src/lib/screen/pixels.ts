// Unpacks patches into the R, G, B, A of a canvas, and looks at a PNG file's head. The bytes come
// from a machine that is not ours: sizes are checked first. Pure.
import { decompress } from "fzstd";

import type { Patch } from "./message";
import { unpackIndexed } from "./unpack/indexed";
import { unpackResidual } from "./unpack/residual";

/** Bytes of a list of 256 colours and of their number. */
const mostColourBytes = 1 + 256 * 3;

/** R, G, B, A of a patch; throws where it is damaged or has another size than its rectangle. */
export function unpackPixels(patch: Patch): Uint32Array<ArrayBuffer> {
  const { width, height } = patch.rect;
  const count = width * height;
  switch (patch.encoding) {
    case "zstd_bgrx": {
      const pixels = new Uint32Array(content(patch, count * 4, count * 4).buffer);
      swapRedAndBlue(pixels);
      return pixels;
    }
    case "zstd_indexed":
      return unpackIndexed(content(patch, count + 4, count + mostColourBytes), count);
    case "zstd_residual":
      return unpackResidual(content(patch, count * 3, count * 3), width, height);
    case "png":
      throw new Error("a PNG patch is for the browser to unpack");
  }
}

/** What is packed in a patch; throws where it has fewer or more bytes than these. */
function content({ data }: Patch, least: number, most: number): Uint8Array<ArrayBuffer> {
  const declared = contentBytes(data) ?? most;
  if (declared < least || declared > most) throw new Error("a patch has the wrong size");
  const bytes = new Uint8Array(declared);
  // With a target, fzstd sets no memory aside for what the bytes claim, and writes nothing else.
  if (decompress(data, bytes) !== bytes) throw new Error("a patch is not one frame");
  return bytes;
}

/** Whether a PNG file (W3C PNG, 11.2.2 IHDR) has exactly its rectangle's size. */
export function pngFits(patch: Patch): boolean {
  const { data, rect } = patch;
  if (data.length < 24) return false;
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const signed = view.getUint32(0) === 0x8950_4e47 && view.getUint32(12) === 0x4948_4452;
  return signed && view.getUint32(16) === rect.width && view.getUint32(20) === rect.height;
}

/** What a Zstandard frame (RFC 8878, 3.1.1.1) says of its content's size; null where nothing. */
function contentBytes(data: Uint8Array<ArrayBuffer>): number | null {
  const descriptor = data[4];
  if (descriptor === undefined) throw new Error("a patch ends early");
  const [flag, single] = [descriptor >> 6, (descriptor & 32) !== 0];
  if (flag === 0 && !single) return null;
  const at = 5 + (single ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]!;
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  switch (flag) {
    case 0:
      return view.getUint8(at);
    case 1:
      return view.getUint16(at, true) + 256;
    case 2:
      return view.getUint32(at, true);
    default:
      return Number(view.getBigUint64(at, true));
  }
}

function swapRedAndBlue(pixels: Uint32Array): void {
  for (let at = 0; at < pixels.length; at += 1) {
    const value = pixels[at]!;
    const swapped = ((value & 0xff) << 16) | (value & 0xff00) | ((value >>> 16) & 0xff);
    pixels[at] = swapped | 0xff00_0000;
  }
}
