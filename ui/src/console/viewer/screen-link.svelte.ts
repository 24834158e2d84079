// The page's end of the viewer's worker, as runes. Owns the worker, or what runs in its place, from
// `start` to `stop`. Used by `Screen.svelte`.
import { socketUrl } from "../../lib/api";
import type { SessionId } from "../../lib/protocol.generated";
import type { Cursor } from "../../lib/screen/message";
import type { Point } from "../../lib/screen/pointer";
import type { FromWorker, Link, Monitor, ToWorker } from "../../lib/screen/port";
import type { Summary } from "../../lib/screen/statistics";

type Said = Exclude<ToWorker, { kind: "start" }>;
type CursorShape = Extract<Cursor, { form: "shape" }>;

/** What the viewer knows about the shared screen. */
export class ScreenLink {
  /** `failed` means that the worker itself could not run. */
  link = $state<Link | "failed">("connecting");
  monitor = $state.raw<Monitor | null>(null);
  /** Sequence of the newest painted frame, a little late. */
  painted = $state(0);
  summary = $state.raw<Summary | null>(null);
  /** Where the cursor's hot spot is; null where it is not on the monitor. */
  cursorAt = $state.raw<{ x: number; y: number } | null>(null);
  cursorShape = $state.raw<CursorShape | null>(null);
  /** This browser can't decode video, so that moving pictures come slowly. */
  withoutVideo = $state(false);
  /** Called with each screenshot that was asked for; null where there is no picture. */
  onscreenshot: (file: Blob | null) => void = () => undefined;
  #send: (message: Said) => void = () => undefined;
  #end: () => void = () => undefined;

  /** Starts painting on this canvas. Works once for each canvas. */
  start(session: SessionId, canvas: HTMLCanvasElement): void {
    const url = socketUrl(`/api/v1/sessions/${encodeURIComponent(session)}/view`);
    if ("transferControlToOffscreen" in canvas) this.#startWorker(url, canvas);
    else void this.#startHere(url, canvas);
    addEventListener("online", this.#hurry);
    document.addEventListener("visibilitychange", this.#hurry);
  }

  /** Ends the worker and with it the connection. */
  stop(): void {
    removeEventListener("online", this.#hurry);
    document.removeEventListener("visibilitychange", this.#hurry);
    this.#end();
    this.#send = () => undefined;
  }

  /** Says where the agent points; null where nowhere. */
  point(at: Point | null): void {
    this.#send({ kind: "point", at });
  }

  /** Has statistics made while they are looked at. */
  watch(on: boolean): void {
    this.#send({ kind: "watch", on });
  }

  /** Asks for a file of the picture. */
  screenshot(): void {
    this.#send({ kind: "screenshot" });
  }

  #startWorker(url: string, canvas: HTMLCanvasElement): void {
    const offscreen = canvas.transferControlToOffscreen();
    const worker = new Worker(new URL("../../lib/screen/worker.ts", import.meta.url), {
      type: "module",
    });
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#told(data);
    worker.onerror = () => (this.link = "failed");
    worker.postMessage({ kind: "start", url, canvas: offscreen } satisfies ToWorker, [offscreen]);
    this.#send = (message) => worker.postMessage(message);
    this.#end = () => worker.terminate();
  }

  /** For browsers that can't hand a canvas to a worker: slower while the page is busy. */
  async #startHere(url: string, canvas: HTMLCanvasElement): Promise<void> {
    let stopped = false;
    this.#end = () => (stopped = true);
    try {
      const { Viewing } = await import("../../lib/screen/viewing");
      const viewing = await Viewing.start(url, canvas, (message) => this.#told(message));
      if (stopped) return viewing.stop();
      this.#send = (message) => viewing.told(message);
      this.#end = () => viewing.stop();
    } catch {
      this.link = "failed";
    }
  }

  readonly #hurry = () => {
    if (document.visibilityState !== "visible") return;
    this.#send({ kind: "hurry" });
  };

  #told(message: FromWorker): void {
    switch (message.kind) {
      case "link":
        this.link = message.link;
        return;
      case "monitor":
        this.monitor = message.monitor;
        return;
      case "painted":
        this.painted = message.sequence;
        return;
      case "statistics":
        this.summary = message.summary;
        return;
      case "cursor":
        return this.#cursor(message.cursor);
      case "without_video":
        this.withoutVideo = true;
        return;
      case "screenshot":
        return this.onscreenshot(message.file);
    }
  }

  #cursor(cursor: Cursor): void {
    if (cursor.form === "hidden") this.cursorAt = null;
    else if (cursor.form === "position") this.cursorAt = { x: cursor.x, y: cursor.y };
    else this.cursorShape = cursor;
  }
}
