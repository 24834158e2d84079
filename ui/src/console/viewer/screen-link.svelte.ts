// The page's end of the viewer's worker, as runes. Owns the worker from `start` to `stop`. Used by
// `Screen.svelte`.
import { socketUrl } from "../../lib/api";
import type { SessionId } from "../../lib/protocol.generated";
import type { Cursor } from "../../lib/screen/message";
import type { FromWorker, Link, Monitor, ToWorker } from "../../lib/screen/port";
import type { Summary } from "../../lib/screen/statistics";

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
  #worker: Worker | null = null;

  /** Starts the worker, which paints on this canvas from now on. Works once for each canvas. */
  start(session: SessionId, canvas: HTMLCanvasElement): void {
    if (!("transferControlToOffscreen" in canvas)) {
      this.link = "unsupported";
      return;
    }
    const url = socketUrl(`/api/v1/sessions/${encodeURIComponent(session)}/view`);
    const offscreen = canvas.transferControlToOffscreen();
    const worker = new Worker(new URL("../../lib/screen/worker.ts", import.meta.url), {
      type: "module",
    });
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#told(data);
    worker.onerror = () => (this.link = "failed");
    worker.postMessage({ kind: "start", url, canvas: offscreen } satisfies ToWorker, [offscreen]);
    this.#worker = worker;
    addEventListener("online", this.#hurry);
    document.addEventListener("visibilitychange", this.#hurry);
  }

  /** Ends the worker and with it the connection. */
  stop(): void {
    removeEventListener("online", this.#hurry);
    document.removeEventListener("visibilitychange", this.#hurry);
    this.#worker?.terminate();
    this.#worker = null;
  }

  readonly #hurry = () => {
    if (document.visibilityState !== "visible") return;
    this.#worker?.postMessage({ kind: "hurry" } satisfies ToWorker);
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
    }
  }

  #cursor(cursor: Cursor): void {
    if (cursor.form === "hidden") this.cursorAt = null;
    else if (cursor.form === "position") this.cursorAt = { x: cursor.x, y: cursor.y };
    else this.cursorShape = cursor;
  }
}
