// Whether anybody sees the screen now, from the view alone. Pure; used by the bar.
import type { AppView } from "../bridge";

/** Where sharing stands. */
export type Standing = "sharing" | "starting" | "paused" | "offline" | "off";

/** Where sharing stands; "nobody sees it" is said only where that is certain. */
export function standing(view: AppView | null): Standing {
  const session = view?.state;
  if (!view || !session || session.phase === "ended" || session.consent !== "given") return "off";
  if (session.sharing === "paused") return "paused";
  if (view.connection !== "online") return "offline";
  return session.sharing === "on" ? "sharing" : "starting";
}
