// Pixels as numbers of colours, as crates/encode/src/patch/palette.rs writes them. Pure.

/**
 * R, G, B, A of `count` pixels, from the number of colours less one, the colours (B, G, R) and one
 * byte for each pixel. Throws where these are not what there is.
 */
export function unpackIndexed(
  bytes: Uint8Array<ArrayBuffer>,
  count: number,
): Uint32Array<ArrayBuffer> {
  const colours = (bytes[0] ?? 0) + 1;
  const first = 1 + colours * 3;
  if (bytes.length !== first + count) throw new Error("an indexed patch has the wrong size");
  // A number that no colour has shows as black: it is wrong, and does no harm.
  const table = new Uint32Array(256).fill(0xff00_0000);
  for (let at = 0; at < colours; at += 1) {
    const [blue, green, red] = [bytes[1 + at * 3]!, bytes[2 + at * 3]!, bytes[3 + at * 3]!];
    table[at] = (0xff00_0000 | (blue << 16) | (green << 8) | red) >>> 0;
  }
  const pixels = new Uint32Array(count);
  for (let at = 0; at < count; at += 1) pixels[at] = table[bytes[first + at]!]!;
  return pixels;
}
