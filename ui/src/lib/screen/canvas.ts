// The picture itself: prepares the operations of a frame, which may take a while, and paints them
// on a canvas in one go. Owns canvas and video stream; the cursor is never painted here, so the
// picture stays exact. Used by the viewer's worker.
import { cropsOf, type Crop } from "./crop";
import type { Frame, Move, Operation, Patch, Rect } from "./message";
import { pngFits, unpackPixels } from "./pixels";
import { VideoStream } from "./video";
import { makeDecoder } from "./webcodecs";

/** An operation that is ready to be painted. */
export type Painting =
  | { kind: "video"; picture: VideoFrame; rects: Rect[] }
  | { kind: "bitmap"; bitmap: ImageBitmap; at: Rect }
  | { kind: "pixels"; pixels: ImageData; at: Rect }
  | Move;

/** A canvas that follows a monitor. */
export class CanvasPicture {
  readonly #canvas: OffscreenCanvas;
  readonly #context: OffscreenCanvasRenderingContext2D;
  readonly #video = new VideoStream<VideoFrame>(makeDecoder);

  constructor(canvas: OffscreenCanvas) {
    const context = canvas.getContext("2d", { alpha: false });
    if (context === null) throw new Error("the canvas has no 2d context");
    context.imageSmoothingEnabled = false;
    [this.#canvas, this.#context] = [canvas, context];
  }

  /** Decodes all operations of a frame; they start in their order and run side by side. */
  async prepare(frame: Frame): Promise<Painting[]> {
    const started = frame.operations.map((operation) => this.#prepare(operation));
    const outcomes = await Promise.allSettled(started);
    const failed = outcomes.find((outcome) => outcome.status === "rejected");
    const done = outcomes.flatMap((outcome) =>
      outcome.status === "fulfilled" && outcome.value ? [outcome.value] : [],
    );
    if (failed === undefined) return done;
    this.dispose(done);
    throw failed.reason;
  }

  /** Paints a prepared frame without a pause and gives its memory back. */
  paint(frame: Frame, paintings: Painting[]): void {
    try {
      if (frame.refresh) this.#begin(frame);
      for (const painting of paintings) this.#paint(painting);
    } finally {
      this.dispose(paintings);
    }
  }

  /** Gives back the memory of what is not painted. */
  dispose(paintings: Painting[]): void {
    for (const painting of paintings) {
      if (painting.kind === "video") painting.picture.close();
      if (painting.kind === "bitmap") painting.bitmap.close();
    }
  }

  /** Forgets the video stream; the picture stays. */
  reset(): void {
    this.#video.reset();
  }

  async #prepare(operation: Operation): Promise<Painting | null> {
    switch (operation.kind) {
      case "video": {
        const picture = await this.#video.decode(operation);
        return { kind: "video", picture, rects: operation.rects };
      }
      case "patch":
        return preparePatch(operation);
      case "move":
        return operation;
      case "cursor":
        return null;
    }
  }

  /** A refresh stands for itself: nothing of the picture before it may shine through. */
  #begin({ width, height }: Frame): void {
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      Object.assign(this.#canvas, { width, height });
      this.#context.imageSmoothingEnabled = false;
    } else {
      this.#context.fillRect(0, 0, width, height);
    }
  }

  #paint(painting: Painting): void {
    switch (painting.kind) {
      case "video":
        return this.#paintVideo(painting.picture, painting.rects);
      case "bitmap":
        return this.#context.drawImage(painting.bitmap, painting.at.x, painting.at.y);
      case "pixels":
        return this.#context.putImageData(painting.pixels, painting.at.x, painting.at.y);
      case "move": {
        const { from_x, from_y, to } = painting;
        const size = [to.width, to.height] as const;
        const target = [to.x, to.y, ...size] as const;
        return this.#context.drawImage(this.#canvas, from_x, from_y, ...size, ...target);
      }
    }
  }

  /** Draws only what is to be painted: converting the colours of a picture costs by its area. */
  #paintVideo(picture: VideoFrame, rects: Rect[]): void {
    const visible = picture.visibleRect;
    if (visible === null) throw new Error("the decoder has closed a picture");
    const fits = (rect: Rect) =>
      rect.x + rect.width <= visible.width && rect.y + rect.height <= visible.height;
    if (!rects.every(fits)) throw new Error("the video is smaller than the picture");
    for (const crop of cropsOf(rects, visible.width, visible.height)) {
      this.#paintCrop(picture, visible, crop);
    }
  }

  #paintCrop(picture: VideoFrame, visible: DOMRectReadOnly, { box, rects }: Crop): void {
    const context = this.#context;
    const visibleRect = { ...box, x: visible.x + box.x, y: visible.y + box.y };
    const part = new VideoFrame(picture, { visibleRect });
    context.save();
    try {
      context.beginPath();
      for (const { x, y, width, height } of rects) context.rect(x, y, width, height);
      context.clip();
      context.drawImage(part, box.x, box.y);
    } finally {
      context.restore();
      part.close();
    }
  }
}

async function preparePatch(patch: Patch): Promise<Painting> {
  const at = patch.rect;
  if (patch.encoding !== "png") {
    return { kind: "pixels", pixels: new ImageData(unpackPixels(patch), at.width, at.height), at };
  }
  if (!pngFits(patch)) throw new Error("a PNG patch has the wrong size");
  const file = new Blob([patch.data], { type: "image/png" });
  const bitmap = await createImageBitmap(file, { colorSpaceConversion: "none" });
  return { kind: "bitmap", bitmap, at };
}
