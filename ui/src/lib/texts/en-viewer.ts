// English words of the viewer. Read through `viewerTexts()` only.
export const enViewer = {
  picture: "Customer's screen",
  viewer: "Viewer",
  controls: "Viewer",
  monitor: (number: number, width: number, height: number) =>
    `Monitor ${number} · ${width} × ${height}`,
  scale: (percent: number) => `${percent} %`,
  fit: "Fit",
  fitName: "Fit, as large as there is room",
  actual: "1:1",
  actualName: "1:1, actual size",
  smaller: "Smaller",
  larger: "Larger",
  point: "Point",
  pointName: "Point: the customer sees where your mouse is",
  screenshot: "Screenshot, without the mouse pointer",
  fileName: "screen",
  saved: (file: string) => `Saved as ${file}, without the mouse pointer.`,
  notSaved: "There is no picture to save yet.",
  fullScreen: "Full screen",
  leaveFullScreen: "Leave full screen",
  statistics: "Statistics",
  connecting: "Waiting for the first picture …",
  reconnecting: "Reconnecting … You see the last picture.",
  withoutVideo:
    "This browser cannot decode video, so moving pictures are slower. A current Chrome or Edge over https shows them faster.",
  read: "OK",
  failed: "The viewer could not be started. Please reload the page.",
  panel: {
    step: "Step",
    median: "p50, ms",
    slow: "p95, ms",
    steps: {
      capture: "Capture",
      encode: "Encode",
      send: "Send",
      relay: "Relay",
      decode: "Decode",
      paint: "Paint",
    },
    sum: "Sum, without network",
    tool: "Bytes",
    recent: "5 s, kB",
    total: "in all, kB",
    tools: { video: "Video", patch: "Exact pixels", move: "Moves", cursor: "Mouse pointer" },
    exact: (percent: string) => `${percent} % of the picture is exact`,
    framesPerSecond: (value: string) => `${value} fps`,
    kilobytesPerSecond: (value: string) => `${value} kB/s`,
  },
};

/** The shape of the viewer's dictionary in every language. */
export type ViewerTexts = typeof enViewer;
