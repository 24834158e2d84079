// Unpacks patches into the R, G, B, A of a canvas, and looks at a PNG file's head. The bytes come
// from a machine that is not ours: sizes are checked first. Pure.
import { decompress } from "fzstd";

import type { Patch } from "./message";
import { unpackIndexed } from "./unpack/indexed";
import { joinPlanes, unpackResidual } from "./unpack/residual";

/** Bytes of a list of 256 colours and of their number. */
const mostColourBytes = 1 + 256 * 3;

/** R, G, B, A of a patch; throws where it is damaged or has another size than its rectangle. */
export function unpackPixels(patch: Patch): Uint32Array<ArrayBuffer> {
  const { width, height } = patch.rect;
  const count = width * height;
  switch (patch.encoding) {
    case "zstd_bgrx": {
      const { buffer, byteOffset } = content(patch, count * 4, count * 4);
      const pixels = new Uint32Array(buffer, byteOffset, count);
      swapRedAndBlue(pixels);
      return pixels;
    }
    case "zstd_indexed":
      return unpackIndexed(content(patch, count + 4, count + mostColourBytes), count);
    case "zstd_residual":
      return unpackResidual(content(patch, count * 3, count * 3), width, height);
    case "zstd_planes":
      return joinPlanes(content(patch, count * 3, count * 3));
    case "png":
      throw new Error("a PNG patch is for the browser to unpack");
  }
}

/** What is packed in a patch; throws where it has fewer or more bytes than these. */
function content({ data }: Patch, least: number, most: number): Uint8Array<ArrayBuffer> {
  const { content: bytes, blocks, checksum } = frameHead(data);
  if (bytes === null || bytes < least || bytes > most) {
    throw new Error("a patch has the wrong size");
  }
  if (frameEnd(data, blocks, checksum) !== data.length) throw new Error("a patch is not one frame");
  // For one frame that declares its size, fzstd sets just that aside and writes nothing else.
  // With a target of ours it would be forty times slower.
  const unpacked = decompress(data);
  if (unpacked.length !== bytes) throw new Error("a patch has the wrong size");
  return unpacked as Uint8Array<ArrayBuffer>;
}

/** Whether a PNG file (W3C PNG, 11.2.2 IHDR) has exactly its rectangle's size. */
export function pngFits(patch: Patch): boolean {
  const { data, rect } = patch;
  if (data.length < 24) return false;
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const signed = view.getUint32(0) === 0x8950_4e47 && view.getUint32(12) === 0x4948_4452;
  return signed && view.getUint32(16) === rect.width && view.getUint32(20) === rect.height;
}

interface FrameHead {
  /** What the frame says of its content's size; null where nothing. */
  content: number | null;
  /** Where its blocks begin. */
  blocks: number;
  checksum: boolean;
}

/** Reads the head of a Zstandard frame (RFC 8878, 3.1.1.1). */
function frameHead(data: Uint8Array<ArrayBuffer>): FrameHead {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  if (data.length < 9 || view.getUint32(0, true) !== 0xfd2f_b528) {
    throw new Error("a patch is not a frame");
  }
  const descriptor = view.getUint8(4);
  const [flag, single] = [descriptor >> 6, (descriptor & 32) !== 0];
  const at = 5 + (single ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]!;
  const width = flag === 0 && !single ? 0 : 1 << flag;
  if (at + width > data.length) throw new Error("a patch ends early");
  const checksum = (descriptor & 4) !== 0;
  return { content: contentBytes(view, at, width), blocks: at + width, checksum };
}

function contentBytes(view: DataView, at: number, width: number): number | null {
  if (width === 0) return null;
  if (width === 1) return view.getUint8(at);
  if (width === 2) return view.getUint16(at, true) + 256;
  return width === 4 ? view.getUint32(at, true) : Number(view.getBigUint64(at, true));
}

/** Where a frame's last block, and the checksum behind it, end (3.1.1.2). */
function frameEnd(data: Uint8Array, blocks: number, checksum: boolean): number {
  for (let at = blocks; at + 3 <= data.length;) {
    const head = data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16);
    const repeats = ((head >> 1) & 3) === 1;
    at += 3 + (repeats ? 1 : head >> 3);
    if ((head & 1) === 1) return at + (checksum ? 4 : 0);
  }
  throw new Error("a patch ends early");
}

function swapRedAndBlue(pixels: Uint32Array): void {
  for (let at = 0; at < pixels.length; at += 1) {
    const value = pixels[at]!;
    const swapped = ((value & 0xff) << 16) | (value & 0xff00) | ((value >>> 16) & 0xff);
    pixels[at] = swapped | 0xff00_0000;
  }
}
