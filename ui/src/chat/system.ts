// Which system this browser runs on, so that the page can tell what to do with the download.
// Refuses to guess: a phone or an unknown system gets no automatic download.
import type { System } from "../lib/protocol.generated";

interface Browser {
  userAgent: string;
  maxTouchPoints?: number;
}

/** The system, or `unknown` where the app does not run. */
export function systemOf(browser: Browser): System | "unknown" {
  const agent = browser.userAgent;
  if (/Android|iPhone|iPad|iPod|CrOS|Mobile/i.test(agent)) return "unknown";
  if (/Windows/i.test(agent)) return "windows";
  // An iPad asks for desktop pages in a Mac's name; no Mac has a touch screen.
  if (/Macintosh|Mac OS X/i.test(agent))
    return (browser.maxTouchPoints ?? 0) > 1 ? "unknown" : "macos";
  return /Linux|X11/i.test(agent) ? "linux" : "unknown";
}
