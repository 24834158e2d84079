// Pixels as what a prediction leaves of them, as crates/encode/src/patch/residual.rs writes them. Pure.

/**
 * R, G, B, A from three planes, B - G, G and R - G, each byte less the median of its left and upper
 * neighbours and their sum less the one between them (LOCO-I, ITU-T T.87, A.4.1), modulo 256;
 * neighbours outside count as 0. `bytes` has three for each pixel, and is used up.
 */
export function unpackResidual(
  bytes: Uint8Array<ArrayBuffer>,
  width: number,
  height: number,
): Uint32Array<ArrayBuffer> {
  const count = width * height;
  for (let plane = 0; plane < 3; plane += 1) {
    predict(bytes.subarray(plane * count, (plane + 1) * count), width);
  }
  return joinPlanes(bytes);
}

/** R, G, B, A from three planes, B - G, G and R - G, modulo 256. */
export function joinPlanes(bytes: Uint8Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const count = bytes.length / 3;
  const pixels = new Uint32Array(count);
  for (let at = 0; at < count; at += 1) {
    const green = bytes[count + at]!;
    const blue = (bytes[at]! + green) & 255;
    const red = (bytes[2 * count + at]! + green) & 255;
    pixels[at] = (0xff00_0000 | (blue << 16) | (green << 8) | red) >>> 0;
  }
  return pixels;
}

/** Adds to each value of a plane what its neighbours predict. */
function predict(plane: Uint8Array<ArrayBuffer>, width: number): void {
  let left = 0;
  for (let at = 0; at < Math.min(width, plane.length); at += 1) {
    left = plane[at] = (plane[at]! + left) & 255;
  }
  for (let start = width; start < plane.length; start += width) {
    // Nothing stands to the left: only what is above counts.
    left = 0;
    let between = 0;
    for (let at = start; at < start + width; at += 1) {
      const above = plane[at - width]!;
      const gradient = left + above - between;
      const [least, most] = left < above ? [left, above] : [above, left];
      const predicted = gradient < least ? least : gradient > most ? most : gradient;
      left = plane[at] = (plane[at]! + predicted) & 255;
      between = above;
    }
  }
}
