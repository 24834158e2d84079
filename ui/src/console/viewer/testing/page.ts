// Mounts the viewer for tests, `?without=` what a browser may lack, and lets them read the pixels
// that it shows.
import { mount } from "svelte";

import Viewer from "../Viewer.svelte";

// What a browser may lack.
const without = new URLSearchParams(location.search).get("without") ?? "";
if (without.includes("offscreen")) {
  Reflect.deleteProperty(HTMLCanvasElement.prototype, "transferControlToOffscreen");
  Reflect.deleteProperty(globalThis, "OffscreenCanvas");
}
if (without.includes("h264")) {
  VideoDecoder.isConfigSupported = (config) => Promise.resolve({ supported: false, config });
}

mount(Viewer, { target: document.body, props: { session: "test" } });

type Point = [number, number];

/** R, G, B of points of the picture, as its canvas has them. */
function pixelsAt(points: Point[]): number[][] {
  return read(picture(), points);
}

/** R, G, B of points of the picture at 1:1, as a screenshot (PNG, base64) of the page has them. */
async function screenPixelsAt(screenshot: string, points: Point[]): Promise<number[][]> {
  const file = Uint8Array.from(atob(screenshot), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([file]), { colorSpaceConversion: "none" });
  const { x, y } = picture().getBoundingClientRect();
  const [left, top] = [Math.round(x * devicePixelRatio), Math.round(y * devicePixelRatio)];
  return read(
    bitmap,
    points.map(([column, row]) => [left + column, top + row]),
  );
}

function picture(): HTMLCanvasElement {
  const found = document.querySelector<HTMLCanvasElement>("[data-testid=viewer-picture]");
  if (!found) throw new Error("there is no picture");
  return found;
}

function read(image: HTMLCanvasElement | ImageBitmap, points: Point[]): number[][] {
  const { width, height } = image;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  if (!context) throw new Error("there is no 2d context");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  return points.map(([x, y]) => {
    const at = (y * width + x) * 4;
    return [...data.subarray(at, at + 3)];
  });
}

Object.assign(globalThis, { pixelsAt, screenPixelsAt });
