// Mounts the viewer for tests and lets them read the pixels that it shows.
import { mount } from "svelte";

import Viewer from "../Viewer.svelte";

mount(Viewer, { target: document.body, props: { session: "test" } });

/** R, G, B of points of the picture, as the page shows it. */
function pixelsAt(points: [number, number][]): number[][] {
  const picture = document.querySelector<HTMLCanvasElement>("[data-testid=viewer-picture]");
  if (!picture) throw new Error("there is no picture");
  const copy = new OffscreenCanvas(picture.width, picture.height);
  const context = copy.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("there is no 2d context");
  context.drawImage(picture, 0, 0);
  return points.map(([x, y]) => [...context.getImageData(x, y, 1, 1).data.subarray(0, 3)]);
}

Object.assign(globalThis, { pixelsAt });
