// One viewer at work: joins socket, stream, canvas, pointer and statistics. Runs in the viewer's
// worker, so that a busy page never delays the picture; where a browser can't hand a canvas to a
// worker, on the page itself. Started by `worker.ts` or by the page.
import { screenProtocol } from "../protocol.generated";
import { CanvasPicture, type Canvas, type Painting } from "./canvas";
import { AgentPointer } from "./pointer";
import type { FromWorker, ToWorker } from "./port";
import { Reports } from "./reports";
import { ViewSocket } from "./socket";
import { ScreenStream } from "./stream";
import { canDecode } from "./webcodecs";

const reportMs = 100;

/** Says something to the page. */
type Tell = (message: FromWorker) => void;

/** A canvas that shows a session's screen until it is stopped. */
export class Viewing {
  readonly #tell: Tell;
  readonly #picture: CanvasPicture;
  readonly #reports: Reports;
  readonly #stream: ScreenStream<Painting[]>;
  readonly #socket: ViewSocket;
  readonly #pointer: AgentPointer;
  readonly #timer: ReturnType<typeof setInterval>;

  /** Begins as soon as it is known what the browser can decode. */
  static async start(url: string, canvas: Canvas, tell: Tell): Promise<Viewing> {
    return new Viewing(url, canvas, tell, await canDecode());
  }

  private constructor(url: string, canvas: Canvas, tell: Tell, video: boolean) {
    this.#tell = tell;
    this.#reports = new Reports(tell);
    this.#picture = new CanvasPicture(canvas, () => this.#withoutVideo());
    this.#stream = this.#makeStream(this.#picture);
    this.#pointer = new AgentPointer({
      now: () => performance.now(),
      send: (message) => this.#socket.send(message),
      later: (callback, ms) => setTimeout(callback, ms),
    });
    this.#socket = new ViewSocket(() => new WebSocket(url, [screenProtocol]), {
      opened: () => this.#stream.opened(),
      message: (bytes) => this.#stream.message(bytes),
      closed: () => {
        this.#stream.closed();
        this.#reports.lost();
      },
    });
    if (!video) this.#withoutVideo();
    this.#timer = setInterval(() => {
      this.#stream.tick();
      this.#pointer.tick();
      this.#reports.send();
    }, reportMs);
    this.#socket.start();
  }

  /** Does what the page asks for. */
  told(message: Exclude<ToWorker, { kind: "start" }>): void {
    switch (message.kind) {
      case "hurry":
        return this.#socket.hurry();
      case "watch":
        this.#reports.watched = message.on;
        return;
      case "point":
        return this.#pointer.point(message.at, this.#reports.monitor);
      case "screenshot":
        return void this.#screenshot();
    }
  }

  /** Ends the connection; the canvas keeps the last picture. */
  stop(): void {
    clearInterval(this.#timer);
    this.#socket.stop();
    this.#stream.closed();
  }

  #makeStream(picture: CanvasPicture): ScreenStream<Painting[]> {
    return new ScreenStream<Painting[]>({
      now: () => performance.now(),
      send: (message) => this.#socket.send(message),
      prepare: (frame) => picture.prepare(frame),
      paint: (frame, paintings) => picture.paint(frame, paintings),
      reset: () => picture.reset(),
      cursor: (cursor) => this.#reports.cursor(cursor),
      painted: (frame, sample) => this.#reports.painted(frame, sample),
    });
  }

  #withoutVideo(): void {
    this.#tell({ kind: "without_video" });
    this.#stream.withoutVideo();
  }

  async #screenshot(): Promise<void> {
    const file = await this.#picture.toPng().catch(() => null);
    this.#tell({ kind: "screenshot", file });
  }
}
