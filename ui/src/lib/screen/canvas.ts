// The picture itself: prepares the operations of a frame, which may take a while, and paints them
// in memory and from there on a canvas in one go. Owns canvas, memory and video stream; the cursor
// is never painted here, so the picture stays exact. Used by `viewing.ts`.
import { cropsOf } from "./crop";
import { PictureMemory } from "./memory";
import type { Frame, Move, Operation, Patch, Rect } from "./message";
import { pngFits, unpackPixels } from "./pixels";
import { pixelsOf, pixelsOfPng } from "./scratch";
import { VideoStream } from "./video";
import { makeDecoder } from "./webcodecs";

/** A canvas of a page, or one that a page has handed to a worker. */
export type Canvas = HTMLCanvasElement | OffscreenCanvas;

/** Pixels of a rectangle, as {@link PictureMemory.put} takes them. */
interface Pixels {
  kind: "pixels";
  at: Rect;
  pixels: Uint32Array<ArrayBuffer>;
  from: number;
  stride: number;
}

/** Operations that are ready to be painted. */
export type Painting = Pixels | Move;

/** A canvas that follows a monitor. */
export class CanvasPicture {
  readonly #canvas: Canvas;
  readonly #context: OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;
  readonly #memory = new PictureMemory();
  readonly #video: VideoStream<VideoFrame>;
  #image: ImageData | null = null;

  /** `gaveUp` is called where the decoder fails again and again. */
  constructor(canvas: Canvas, gaveUp: () => void = () => undefined) {
    const context = canvas.getContext("2d", { alpha: false }) as CanvasRenderingContext2D | null;
    if (context === null) throw new Error("the canvas has no 2d context");
    [this.#canvas, this.#context] = [canvas, context];
    this.#video = new VideoStream(makeDecoder, gaveUp);
  }

  /** Decodes all operations of a frame; they start in their order and run side by side. */
  async prepare(frame: Frame): Promise<Painting[]> {
    const outcomes = await Promise.all(
      frame.operations.map((operation) => this.#prepare(operation, frame)),
    );
    return outcomes.flat();
  }

  /** Paints a prepared frame without a pause, so that no half of it is ever seen. */
  paint(frame: Frame, paintings: Painting[]): void {
    if (frame.refresh) this.#begin(frame);
    for (const painting of paintings) {
      if (painting.kind === "move") this.#memory.move(painting);
      else this.#memory.put(painting.pixels, painting.at, painting.from, painting.stride);
    }
    this.#show();
  }

  /** Forgets the video stream; the picture stays. */
  reset(): void {
    this.#video.reset();
  }

  /** The picture as a PNG file, without the cursor; null before the first one. */
  async toPng(): Promise<Blob | null> {
    const canvas = this.#canvas;
    if (this.#image === null) return null;
    if ("convertToBlob" in canvas) return canvas.convertToBlob({ type: "image/png" });
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  }

  async #prepare(operation: Operation, size: { width: number; height: number }) {
    switch (operation.kind) {
      case "video": {
        const picture = await this.#video.decode(operation);
        return preparePicture(picture, operation.rects, size);
      }
      case "patch":
        return [await preparePatch(operation)];
      case "move":
        return [operation];
      case "cursor":
        return [];
    }
  }

  /** A refresh stands for itself: nothing of the picture before it may shine through. */
  #begin({ width, height }: Frame): void {
    this.#memory.begin(width, height);
    if (this.#image?.width === width && this.#image.height === height) return;
    const bytes = new Uint8ClampedArray(this.#memory.pixels.buffer);
    this.#image = new ImageData(bytes, width, height);
    Object.assign(this.#canvas, { width, height });
  }

  #show(): void {
    const image = this.#image;
    if (image === null) throw new Error("a frame came before the first whole picture");
    for (const { x, y, width, height } of this.#memory.takeDamage()) {
      this.#context.putImageData(image, 0, 0, x, y, width, height);
    }
  }
}

/** The rectangles of a decoded picture; converts no more of it than is to be painted. */
async function preparePicture(
  picture: VideoFrame,
  rects: Rect[],
  { width, height }: { width: number; height: number },
): Promise<Painting[]> {
  try {
    const visible = picture.visibleRect;
    if (visible === null) throw new Error("the decoder has closed a picture");
    const small = visible.width < width || visible.height < height;
    if (rects.length > 0 && small) throw new Error("the video is smaller than the picture");
    const paintings: Painting[] = [];
    for (const crop of cropsOf(rects, visible.width, visible.height)) {
      const pixels = await pixelsOf(picture, crop.box);
      const stride = crop.box.width;
      for (const at of crop.rects) {
        const from = (at.y - crop.box.y) * stride + at.x - crop.box.x;
        paintings.push({ kind: "pixels", at, pixels, from, stride });
      }
    }
    return paintings;
  } finally {
    picture.close();
  }
}

async function preparePatch(patch: Patch): Promise<Painting> {
  const at = patch.rect;
  const plain = { kind: "pixels", at, from: 0, stride: at.width } as const;
  if (patch.encoding !== "png") return { ...plain, pixels: unpackPixels(patch) };
  if (!pngFits(patch)) throw new Error("a PNG patch has the wrong size");
  return { ...plain, pixels: await pixelsOfPng(patch.data) };
}
