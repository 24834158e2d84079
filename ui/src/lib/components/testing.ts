// Mounts components for tests and finds things as people do: by role and accessible name.
import { flushSync, mount, unmount, type Component } from "svelte";

const mounted: Record<string, unknown>[] = [];

/** Mounts into an empty page. */
export function show<Props extends object, Exports extends Record<string, unknown>>(
  component: Component<Props & Record<string, unknown>, Exports, string>,
  props: NoInfer<Props>,
): Exports {
  const instance = mount(component, {
    target: document.body,
    props: props as Props & Record<string, unknown>,
  });
  mounted.push(instance);
  flushSync();
  return instance;
}

/** Takes everything away again. */
export async function clear(): Promise<void> {
  for (const instance of mounted.splice(0)) await unmount(instance);
  document.body.replaceChildren();
}

/** The accessible name, as far as these pages need it. */
function nameOf(element: Element): string {
  const label = element.getAttribute("aria-label");
  const id = element.getAttribute("id");
  const by = id === null ? null : document.querySelector(`label[for="${id}"]`);
  return (label ?? by?.textContent ?? element.textContent).replace(/\s+/g, " ").trim();
}

/** All controls with this name. */
export function all(name: string): HTMLElement[] {
  const controls = document.querySelectorAll<HTMLElement>(
    "a, button, input, textarea, select, [role=menuitem]",
  );
  return [...controls].filter((element) => nameOf(element) === name);
}

/** The one control with this name. */
export function control<Kind extends HTMLElement = HTMLElement>(name: string): Kind {
  const found = all(name);
  if (found.length !== 1) throw new Error(`${found.length} controls are named “${name}”`);
  return found[0] as Kind;
}

export function click(name: string): void {
  control(name).click();
  flushSync();
}

/** Types into the field with this name. */
export function type(name: string, text: string): void {
  const field = control<HTMLInputElement>(name);
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
}

export function press(element: EventTarget, key: string, more: KeyboardEventInit = {}): void {
  const init = { key, bubbles: true, cancelable: true, ...more };
  element.dispatchEvent(new KeyboardEvent("keydown", init));
  flushSync();
}

/** What the page says. */
export const pageText = (): string => document.body.textContent.replace(/\s+/g, " ");
