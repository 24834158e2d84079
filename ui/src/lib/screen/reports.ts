// What the viewer's page is told of the picture, no more often than it can use it. Owns statistics
// and the count of exact pixels. Used by `viewing.ts`.
import { ExactCells } from "./exact";
import type { Cursor, Frame } from "./message";
import type { FromWorker, Link, Monitor } from "./port";
import { Statistics, type Sample } from "./statistics";
import { bytesByTool } from "./tools";

const statisticsEvery = 5;
/** A cursor that moves more often than the page is drawn is told late, and only its newest place. */
const cursorMs = 8;

type Shape = Extract<Cursor, { form: "shape" }>;

/** Gathers what has happened and tells it in its time. */
export class Reports {
  /** Whether the page shows statistics; otherwise none are made. */
  watched = false;
  readonly #statistics = new Statistics();
  readonly #exact = new ExactCells();
  readonly #tell: (message: FromWorker) => void;
  #link: Link = "connecting";
  #monitor: Monitor | null = null;
  #sequence = 0;
  #reported = 0;
  #turn = 0;
  #shape: Shape | null = null;
  #place: Cursor | null = null;
  #resting = true;

  constructor(tell: (message: FromWorker) => void) {
    this.#tell = tell;
  }

  /** Which monitor is shown, counted from 0. */
  get monitor(): number {
    return this.#monitor?.index ?? 0;
  }

  /** A frame is on the screen. */
  painted(frame: Frame, sample: Omit<Sample, "byTool">): void {
    this.#exact.painted(frame);
    this.#statistics.add({ ...sample, byTool: bytesByTool(frame) }, performance.now());
    this.#sequence = frame.sequence;
    const shown = this.#monitor;
    const { monitor: index, width, height } = frame;
    if (shown?.index !== index || shown.width !== width || shown.height !== height) {
      this.#monitor = { index, width, height };
      this.#tell({ kind: "monitor", monitor: this.#monitor });
    }
    this.#move("live");
  }

  /** The connection is gone. */
  lost(): void {
    if (this.#link === "live") this.#move("reconnecting");
  }

  /** The cursor: the first at once, those that follow closely together. */
  cursor(cursor: Cursor): void {
    if (cursor.form === "shape") this.#shape = cursor;
    else this.#place = cursor;
    if (!this.#resting) return;
    this.#resting = false;
    this.#tellCursor();
    setTimeout(() => {
      this.#resting = true;
      this.#tellCursor();
    }, cursorMs);
  }

  /** Called every 100 ms. */
  send(): void {
    if (this.#reported !== this.#sequence) {
      this.#reported = this.#sequence;
      this.#tell({ kind: "painted", sequence: this.#sequence });
    }
    this.#turn = (this.#turn + 1) % statisticsEvery;
    if (this.#turn !== 0 || !this.watched) return;
    const summary = this.#statistics.summary(performance.now(), this.#exact.share);
    this.#tell({ kind: "statistics", summary });
  }

  #tellCursor(): void {
    for (const cursor of [this.#shape, this.#place]) {
      if (cursor) this.#tell({ kind: "cursor", cursor });
    }
    this.#shape = this.#place = null;
  }

  #move(link: Link): void {
    if (this.#link === link) return;
    this.#link = link;
    this.#tell({ kind: "link", link });
  }
}
