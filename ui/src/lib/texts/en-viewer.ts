// English words of the viewer. Read through `viewerTexts()` only.
export const enViewer = {
  picture: "Customer's screen",
  viewer: "Viewer",
  controls: "Size of the picture",
  monitor: (number: number, width: number, height: number) =>
    `Monitor ${number} · ${width} × ${height}`,
  scale: (percent: number) => `${percent} %`,
  fit: "Fit",
  actual: "1:1",
  actualName: "1:1, actual size",
  fullScreen: "Full screen",
  leaveFullScreen: "Leave full screen",
  statistics: "Statistics",
  connecting: "Waiting for the first picture …",
  reconnecting: "Reconnecting … You see the last picture.",
  unsupported:
    "This browser cannot show the screen: it lacks H.264 decoding. Please use a current Chrome or Edge and open the console over https.",
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
    framesPerSecond: (value: string) => `${value} fps`,
    kilobytesPerSecond: (value: string) => `${value} kB/s`,
  },
};

/** The shape of the viewer's dictionary in every language. */
export type ViewerTexts = typeof enViewer;
