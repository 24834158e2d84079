// The viewer's worker: a `Viewing` away from the page. Started by the page with a canvas and an
// address; ends when it is terminated.
import type { FromWorker, ToWorker } from "./port";
import { Viewing } from "./viewing";

let viewing: Viewing | null = null;

onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === "start") void start(data.url, data.canvas);
  else viewing?.told(data);
};

async function start(url: string, canvas: OffscreenCanvas): Promise<void> {
  viewing = await Viewing.start(url, canvas, (message: FromWorker) => postMessage(message));
}
