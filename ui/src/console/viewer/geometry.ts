// How large the picture is on the page and where it stands. Pure; lengths are CSS pixels unless
// they are said to be the picture's. Used by the viewer's stage.

/** How the picture is shown: as large as the stage, or so many screen pixels for each of its own. */
export type Zoom = "fit" | number;

/** A width and a height. */
export interface Size {
  width: number;
  height: number;
}

/** Room for the picture, and where it begins on the page. */
export interface Room extends Size {
  x: number;
  y: number;
}

/** Where the picture stands on its stage. */
export interface Placement extends Size {
  left: number;
  top: number;
  /** CSS pixels for one pixel of the picture. */
  scale: number;
  /** Screen pixels for one pixel of the picture. */
  magnification: number;
  /** Whether each picture pixel is a whole number of screen pixels: nothing may be smoothed. */
  exact: boolean;
  /** Whether the picture is larger than its stage. */
  larger: boolean;
}

/** The smallest and the largest zoom. */
export const zoomRange = { least: 0.25, most: 4 } as const;
const stops = [0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.25, 1.5, 2, 3, 4];

/**
 * Places a picture on a stage. `ratio` is the number of screen pixels for one CSS pixel; edges lie
 * on screen pixels, since a picture between them would be blurred.
 */
export function place(picture: Size, room: Room, ratio: number, zoom: Zoom): Placement {
  const filling = Math.min(room.width / picture.width, room.height / picture.height) * ratio;
  const fitting = filling >= 1 && filling < 1.1 ? 1 : filling;
  const magnification = zoom === "fit" ? fitting : zoom;
  const scale = magnification / ratio;
  const width = picture.width * scale;
  const height = picture.height * scale;
  return {
    width,
    height,
    left: onPixel(room.x, Math.max(room.width - width, 0) / 2, ratio),
    top: onPixel(room.y, Math.max(room.height - height, 0) / 2, ratio),
    scale,
    magnification,
    exact: Number.isInteger(magnification),
    larger: width > room.width + 0.5 || height > room.height + 0.5,
  };
}

/** The next larger or smaller of the usual zooms. */
export function nextZoom(magnification: number, larger: boolean): number {
  const off = 0.005;
  const next = larger
    ? stops.find((stop) => stop > magnification + off)
    : stops.findLast((stop) => stop < magnification - off);
  return next ?? (larger ? zoomRange.most : zoomRange.least);
}

/** The zoom after a turn of the wheel, or a pinch; 1:1 holds on a little. */
export function turnedZoom(magnification: number, delta: number): number {
  const turned = magnification * 2 ** (-Math.max(Math.min(delta, 240), -240) / 300);
  const inRange = Math.min(Math.max(turned, zoomRange.least), zoomRange.most);
  const passed = (inRange - 1) * (magnification - 1) < 0;
  return passed || Math.abs(inRange - 1) < 0.02 ? 1 : inRange;
}

/** The pixel of the picture at a place on it, or null beside it. */
export function pixelAt(picture: Size, scale: number, x: number, y: number) {
  const at = { x: Math.floor(x / scale), y: Math.floor(y / scale) };
  const inside = at.x >= 0 && at.y >= 0 && at.x < picture.width && at.y < picture.height;
  return inside ? at : null;
}

/** The nearest offset from `origin` at which a screen pixel begins. */
function onPixel(origin: number, offset: number, ratio: number): number {
  const aligned = Math.round((origin + offset) * ratio) / ratio - origin;
  return aligned < 0 ? aligned + 1 / ratio : aligned;
}
