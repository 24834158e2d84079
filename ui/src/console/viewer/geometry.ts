// How large the picture is on the page and where it stands. Pure; lengths are CSS pixels unless
// they are said to be the picture's. Used by the viewer's stage.

/** How the picture is shown: as large as the stage, or one picture pixel for one of the screen. */
export type Zoom = "fit" | "actual";

/** A width and a height. */
export interface Size {
  width: number;
  height: number;
}

/** Where the picture stands on its stage. */
export interface Placement extends Size {
  left: number;
  top: number;
  /** CSS pixels for one pixel of the picture. */
  scale: number;
  /** Screen pixels for one pixel of the picture. */
  magnification: number;
  /** Whether picture pixels and screen pixels are the same, so that nothing may be smoothed. */
  exact: boolean;
}

/**
 * Places a picture on a stage. `ratio` is the number of screen pixels for one CSS pixel; edges lie
 * on screen pixels, since a picture between them would be blurred.
 */
export function place(picture: Size, stage: Size, ratio: number, zoom: Zoom): Placement {
  const filling = Math.min(stage.width / picture.width, stage.height / picture.height);
  const scale = zoom === "actual" || isNear(filling * ratio) ? 1 / ratio : filling;
  const width = picture.width * scale;
  const height = picture.height * scale;
  const middle = (space: number) => Math.floor((Math.max(space, 0) * ratio) / 2) / ratio;
  return {
    width,
    height,
    left: middle(stage.width - width),
    top: middle(stage.height - height),
    scale,
    magnification: scale * ratio,
    exact: scale * ratio === 1,
  };
}

/** A little too much room is better left empty than filled with a blurred picture. */
function isNear(magnification: number): boolean {
  return magnification >= 1 && magnification < 1.1;
}
