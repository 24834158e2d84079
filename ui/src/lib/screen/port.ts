// What the viewer's page and its worker say to each other. Types only.
import type { Cursor } from "./message";
import type { Point } from "./pointer";
import type { Summary } from "./statistics";

/** From the page. */
export type ToWorker =
  | {
      kind: "start";
      /** Address of the view socket. */
      url: string;
      canvas: OffscreenCanvas;
    }
  /** The network or the page has come back: try now. */
  | { kind: "hurry" }
  /** Whether statistics are shown; none are sent otherwise. */
  | { kind: "watch"; on: boolean }
  /** Where the agent points, in pixels of the picture; null where nowhere. */
  | { kind: "point"; at: Point | null }
  /** A file of the picture, please. */
  | { kind: "screenshot" };

/** From the worker. */
export type FromWorker =
  | { kind: "link"; link: Link }
  | { kind: "monitor"; monitor: Monitor }
  | { kind: "cursor"; cursor: Cursor }
  /** The newest painted frame; not for each frame. */
  | { kind: "painted"; sequence: number }
  | { kind: "statistics"; summary: Summary }
  /** This browser can't decode video; the picture comes without. */
  | { kind: "without_video" }
  /** A PNG file of the picture; null where there is none yet. */
  | { kind: "screenshot"; file: Blob | null };

/** Where the picture comes from at the moment. */
export type Link =
  /** No picture has come yet. */
  | "connecting"
  /** Pictures come, or would come if anything moved. */
  | "live"
  /** The connection is gone; the last picture stays. */
  | "reconnecting";

/** The monitor that is shown. */
export interface Monitor {
  /** Counted from 0. */
  index: number;
  width: number;
  height: number;
}
