// The viewer's worker: joins socket, stream and canvas, so that a busy page never delays the
// picture. Started by the viewer with a canvas and an address; ends when it is
// terminated.
import { screenProtocol } from "../protocol.generated";
import { CanvasPicture, type Painting } from "./canvas";
import type { Frame } from "./message";
import type { FromWorker, Link, Monitor, ToWorker } from "./port";
import { ViewSocket } from "./socket";
import { Statistics } from "./statistics";
import { ScreenStream } from "./stream";
import { canDecode } from "./webcodecs";

const reportMs = 100;
const statisticsEvery = 5;

let socket: ViewSocket | null = null;

onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === "hurry") socket?.hurry();
  else void start(data.url, data.canvas);
};

async function start(url: string, canvas: OffscreenCanvas): Promise<void> {
  if (!(await canDecode())) return tell({ kind: "link", link: "unsupported" });
  const reports = new Reports();
  const picture = new CanvasPicture(canvas);
  const stream = new ScreenStream<Painting[]>({
    now: () => performance.now(),
    send: (message) => view.send(message),
    prepare: (frame) => picture.prepare(frame),
    paint: (frame, paintings) => picture.paint(frame, paintings),
    reset: () => picture.reset(),
    cursor: (cursor) => tell({ kind: "cursor", cursor }),
    painted: (frame, sample) => {
      reports.painted(frame);
      reports.statistics.add(sample, performance.now());
    },
  });
  const view = new ViewSocket(() => new WebSocket(url, [screenProtocol]), {
    opened: () => stream.opened(),
    message: (bytes) => stream.message(bytes),
    closed: () => {
      stream.closed();
      reports.lost();
    },
  });
  socket = view;
  setInterval(() => {
    stream.tick();
    reports.send();
  }, reportMs);
  view.start();
}

/** What the page is told, no more often than it can use it. */
class Reports {
  readonly statistics = new Statistics();
  #link: Link = "connecting";
  #monitor: Monitor | null = null;
  #sequence = 0;
  #reported = 0;
  #turn = 0;
  #idle = true;

  painted(frame: Frame): void {
    this.#sequence = frame.sequence;
    const shown = this.#monitor;
    const { monitor: index, width, height } = frame;
    if (shown?.index !== index || shown.width !== width || shown.height !== height) {
      this.#monitor = { index, width, height };
      tell({ kind: "monitor", monitor: this.#monitor });
    }
    this.#move("live");
  }

  lost(): void {
    if (this.#link === "live") this.#move("reconnecting");
  }

  send(): void {
    if (this.#reported !== this.#sequence) {
      this.#reported = this.#sequence;
      tell({ kind: "painted", sequence: this.#sequence });
    }
    this.#turn = (this.#turn + 1) % statisticsEvery;
    if (this.#turn !== 0) return;
    const summary = this.statistics.summary(performance.now());
    const idle = summary.framesPerSecond === 0;
    if (!idle || !this.#idle) tell({ kind: "statistics", summary });
    this.#idle = idle;
  }

  #move(link: Link): void {
    if (this.#link === link) return;
    this.#link = link;
    tell({ kind: "link", link });
  }
}

function tell(message: FromWorker): void {
  postMessage(message);
}
