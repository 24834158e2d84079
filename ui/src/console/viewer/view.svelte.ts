// How the agent looks at the picture: zoom, pointing, panels, full screen, and the keys for them.
// Owned by `Screen.svelte`, shown by its bar.
import { nextZoom, type Zoom } from "./geometry";

/** What {@link View} has others do. */
export interface ViewHooks {
  /** Zooms so that the middle stays where it is. */
  zoomTo(zoom: Zoom): void;
  /** Saves a file of the picture. */
  screenshot(): void;
  /** What becomes as large as the screen. */
  element(): HTMLElement;
}

/** The agent's view of the picture. */
export class View {
  zoom = $state<Zoom>("fit");
  /** Screen pixels for one pixel of the picture. */
  magnification = $state(1);
  pointing = $state(false);
  statistics = $state(false);
  fullScreen = $state(false);
  readonly #hooks: ViewHooks;

  constructor(hooks: ViewHooks) {
    this.#hooks = hooks;
  }

  /** Shows the picture so large. */
  show(zoom: Zoom): void {
    this.#hooks.zoomTo(zoom);
  }

  /** One step larger or smaller. */
  step(larger: boolean): void {
    this.show(nextZoom(this.magnification, larger));
  }

  screenshot(): void {
    this.#hooks.screenshot();
  }

  /** A browser may forbid it, as in a frame; the picture then stays where it is. */
  async toggleFullScreen(): Promise<void> {
    const change = this.fullScreen
      ? document.exitFullscreen()
      : this.#hooks.element().requestFullscreen();
    await change.catch(() => undefined);
  }

  /** Full screen can be left in other ways too. */
  changed(): void {
    this.fullScreen = document.fullscreenElement === this.#hooks.element();
  }

  /** Does what a key stands for while the keyboard is in the viewer. */
  pressed(event: KeyboardEvent): void {
    const writing = (event.target as Element).closest("input, select, textarea, [role=menu]");
    if (event.ctrlKey || event.metaKey || event.altKey || writing) return;
    const act = this.#keys[event.key.toLowerCase()];
    if (!act || (event.repeat && !"+=-".includes(event.key))) return;
    event.preventDefault();
    act();
  }

  readonly #keys: Record<string, () => void> = {
    "+": () => this.step(true),
    "=": () => this.step(true),
    "-": () => this.step(false),
    "0": () => this.show("fit"),
    "1": () => this.show(1),
    p: () => (this.pointing = !this.pointing),
    s: () => this.screenshot(),
    f: () => void this.toggleFullScreen(),
    i: () => (this.statistics = !this.statistics),
  };
}
