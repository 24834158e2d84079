// Three H.264 pictures of flat blocks, and what their pixels were before encoding. Made from the
// same formulas with ffmpeg: libx264, baseline, one slice, quantiser 4, delimiters, BT.709, 4:2:0.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Size of the pictures; not a multiple of 16, so that cropping counts. */
export const clipSize = { width: 328, height: 200 };

/** R, G, B of a point of picture 0, 1 or 2. */
export function clipColour(picture: number, x: number, y: number): number[] {
  const [column, row] = [Math.floor(x / 16), Math.floor(y / 16)];
  if (picture === 0) return [(column * 12) % 256, (row * 20) % 256, 128];
  if (picture === 1) return [40, (column * 9 + row * 5) % 256, (row * 16) % 256];
  const grey = Math.min(255, column * 12);
  return [grey, grey, grey];
}

/** The access units; the first is the key picture. */
export function clipUnits(): Uint8Array<ArrayBuffer>[] {
  const file = Uint8Array.from(readFileSync(fileURLToPath(new URL("clip.h264", import.meta.url))));
  const starts: number[] = [];
  for (let at = 0; at + 5 <= file.length; at += 1) {
    const delimiter = [0, 0, 0, 1, 9].every((byte, index) => file[at + index] === byte);
    if (delimiter) starts.push(at);
  }
  return starts.map((start, index) => file.slice(start, starts[index + 1]));
}
