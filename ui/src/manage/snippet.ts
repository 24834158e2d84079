// The line of HTML that puts the chat on a company's page, and the direct link to the chat. Pure.
import type { Language } from "../lib/protocol.generated";

/** What can be chosen for a button or a link. */
export interface EmbedOptions {
  /** None for the visitor's browser's. */
  language: Language | null;
  /** None for the next free agent. */
  queue: string | null;
  position: "left" | "right";
  /** As `#1b5cb8`. */
  colour: string;
}

/** The button's own colour. */
export const usualColour = "#1b5cb8";

/** Whether a text is a colour as the button takes it. */
export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text);

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** The line for the company's page; `portal` is the portal's origin. */
export function snippetOf(portal: string, options: EmbedOptions): string {
  const attributes = [
    ["src", `${portal}/widget.js`],
    ...(options.language === null ? [] : [["data-lang", options.language]]),
    ...(options.queue === null ? [] : [["data-queue", options.queue]]),
    ...(options.position === "right" ? [] : [["data-position", options.position]]),
    ...(options.colour.toLowerCase() === usualColour ? [] : [["data-color", options.colour]]),
  ];
  const written = attributes.map(([name = "", value = ""]) => `${name}="${escaped(value)}"`);
  return `<script ${written.join(" ")} async></script>`;
}

/** The address of the chat by itself. */
export function chatLink(portal: string, options: EmbedOptions): string {
  const url = new URL("/chat", portal);
  if (options.language !== null) url.searchParams.set("lang", options.language);
  if (options.queue !== null) url.searchParams.set("queue", options.queue);
  return url.href;
}
