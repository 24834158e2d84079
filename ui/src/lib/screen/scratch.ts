// Pixels of what only the browser can decode: video pictures and PNG files. Owns nothing between
// calls. Called by `canvas.ts`.
import type { Rect } from "./message";

/** R, G, B, A of a box of a decoded picture; the box counts from the visible corner, even edges. */
export async function pixelsOf(picture: VideoFrame, box: Rect): Promise<Uint32Array<ArrayBuffer>> {
  const visible = picture.visibleRect ?? { x: 0, y: 0 };
  const rect = { ...box, x: visible.x + box.x, y: visible.y + box.y };
  const pixels = new Uint32Array(box.width * box.height);
  try {
    // Twice as fast as drawing; browsers that don't know the format refuse or write another one.
    const options = { rect, format: "RGBA", colorSpace: "srgb" } as const;
    if (picture.allocationSize(options) === pixels.byteLength) {
      await picture.copyTo(pixels, options);
      return opaque(pixels);
    }
  } catch {
    // Drawing always works.
  }
  return drawn(box, (context) => {
    const part = new VideoFrame(picture, { visibleRect: rect });
    context.drawImage(part, 0, 0);
    part.close();
  });
}

/** R, G, B, A of a PNG file. */
export async function pixelsOfPng(
  file: Uint8Array<ArrayBuffer>,
): Promise<Uint32Array<ArrayBuffer>> {
  const blob = new Blob([file], { type: "image/png" });
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: "none" });
  try {
    return drawn(bitmap, (context) => context.drawImage(bitmap, 0, 0));
  } finally {
    bitmap.close();
  }
}

type Context = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

function drawn(
  { width, height }: { width: number; height: number },
  draw: (context: Context) => void,
): Uint32Array<ArrayBuffer> {
  const context = scratch(width, height);
  draw(context);
  const { data } = context.getImageData(0, 0, width, height);
  return opaque(new Uint32Array(data.buffer, data.byteOffset, width * height));
}

function scratch(width: number, height: number): Context {
  const options = { alpha: false, willReadFrequently: true };
  const canvas =
    typeof OffscreenCanvas === "undefined"
      ? Object.assign(document.createElement("canvas"), { width, height })
      : new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", options) as Context | null;
  if (context === null) throw new Error("there is no 2d context");
  return context;
}

/** The picture has no holes, whatever a decoder says. */
function opaque(pixels: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  if (pixels.length > 0 && pixels[0]! >>> 24 === 255) return pixels;
  for (let at = 0; at < pixels.length; at += 1) pixels[at]! |= 0xff00_0000;
  return pixels;
}
