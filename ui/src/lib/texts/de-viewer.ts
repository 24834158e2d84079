// German words of the viewer. Read through `viewerTexts()` only.
import type { ViewerTexts } from "./en-viewer";

export const deViewer: ViewerTexts = {
  picture: "Bildschirm des Kunden",
  viewer: "Viewer",
  controls: "Größe des Bildes",
  monitor: (number, width, height) => `Monitor ${number} · ${width} × ${height}`,
  scale: (percent) => `${percent} %`,
  fit: "Einpassen",
  actual: "1:1",
  actualName: "1:1, Originalgröße",
  fullScreen: "Vollbild",
  leaveFullScreen: "Vollbild beenden",
  statistics: "Statistik",
  connecting: "Das erste Bild kommt gleich …",
  reconnecting: "Verbindung wird wiederhergestellt … Sie sehen das letzte Bild.",
  unsupported:
    "Dieser Browser kann den Bildschirm nicht zeigen: ihm fehlt die Wiedergabe von H.264. Bitte verwenden Sie einen aktuellen Chrome oder Edge und öffnen Sie die Konsole über https.",
  failed: "Der Viewer konnte nicht gestartet werden. Bitte laden Sie die Seite neu.",
  panel: {
    step: "Schritt",
    median: "p50, ms",
    slow: "p95, ms",
    steps: {
      capture: "Aufnehmen",
      encode: "Kodieren",
      send: "Senden",
      relay: "Weiterleiten",
      decode: "Dekodieren",
      paint: "Darstellen",
    },
    sum: "Summe ohne Netz",
    framesPerSecond: (value) => `${value} Bilder/s`,
    kilobytesPerSecond: (value) => `${value} kB/s`,
  },
};
