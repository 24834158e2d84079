// The script as a page of another site runs it, with a frame that is no real one.
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import source from "./widget.js?raw";

const portal = "https://support.example.com";
const postMessage = vi.fn();
const listeners: ((event: unknown) => void)[] = [];

/** Runs the script as its tag would. */
function load(data: Record<string, string> = {}) {
  const script = document.createElement("script");
  script.src = `${portal}/widget.js`;
  Object.assign(script.dataset, data);
  vi.spyOn(document, "currentScript", "get").mockReturnValue(script);
  vi.stubGlobal("addEventListener", (kind: string, heard: (event: unknown) => void) => {
    if (kind === "message") listeners.push(heard);
  });
  new Function(source)();
}

const root = () => document.querySelector("corporate-chat")?.shadowRoot as ShadowRoot;
const button = () => root().querySelector("button") as HTMLButtonElement;
const frame = () => root().querySelector("iframe");
const panel = () => root().querySelector("[role=dialog]") as HTMLElement;

/** A message as the frame posts it, or somebody else in its place. */
function hear(data: unknown, origin = portal, sender: unknown = frame()?.contentWindow) {
  for (const heard of listeners) heard({ data, origin, source: sender });
}

const unread = (count: unknown) => ({ type: "corporate.chat", event: "unread", count });

// Nothing is fetched for the frames of a test.
let address = "";
const inFrame = { postMessage };
Object.defineProperty(HTMLIFrameElement.prototype, "contentWindow", { get: () => inFrame });
const setAttribute = HTMLIFrameElement.prototype.setAttribute;
HTMLIFrameElement.prototype.setAttribute = function (name, value) {
  if (name === "src") address = value;
  else setAttribute.call(this, name, value);
};

beforeEach(() => {
  document.body.innerHTML = "<main>A page</main>";
  document.documentElement.lang = "en";
});

afterEach(() => {
  listeners.length = 0;
  postMessage.mockClear();
  sessionStorage.clear();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test("a closed button, and nothing of the chat is loaded", () => {
  load();
  expect(button().getAttribute("aria-label")).toBe("Chat");
  expect(button().getAttribute("aria-expanded")).toBe("false");
  expect(panel().hidden).toBe(true);
  expect(frame()).toBeNull();
  expect(root().innerHTML).not.toContain("style=");
});

test("opening loads the chat with language, queue and page", () => {
  load({ lang: "de", queue: "printers & more" });
  button().click();
  const { origin, pathname, searchParams, hash } = new URL(address);
  expect(origin + pathname).toBe(`${portal}/chat`);
  expect([...searchParams]).toEqual([
    ["embed", "1"],
    ["lang", "de"],
    ["queue", "printers & more"],
  ]);
  const page = new URLSearchParams(hash.slice(1)).get("page");
  expect(page).toBe(location.origin + location.pathname);
  expect(button().getAttribute("aria-expanded")).toBe("true");
  expect(root().activeElement).toBe(frame());
});

test("Escape and the frame's own button close it, and the keyboard goes back", () => {
  load();
  button().click();
  const escape = new KeyboardEvent("keydown", { key: "Escape", bubbles: true });
  button().dispatchEvent(escape);
  expect(panel().hidden).toBe(true);
  expect(root().activeElement).toBe(button());
  button().click();
  hear({ type: "corporate.chat", event: "close" });
  expect(panel().hidden).toBe(true);
  expect(root().activeElement).toBe(button());
});

test("only the frame itself is listened to", () => {
  load();
  button().click();
  const close = { type: "corporate.chat", event: "close" };
  hear(close, "https://evil.example");
  hear(close, portal, window);
  hear({ ...close, type: "other" });
  hear("close");
  hear(null);
  expect(panel().hidden).toBe(false);
});

test("new messages are marked and told, in the page's language", () => {
  document.documentElement.lang = "de-AT";
  load();
  button().click();
  const news = () => root().querySelector("[role=status]")?.textContent;
  const badge = () => root().querySelector(".badge") as HTMLElement;
  hear(unread(0));
  expect([badge().hidden, news()]).toEqual([true, ""]);
  hear(unread(1));
  expect([badge().textContent, news()]).toEqual(["1", "1 neue Nachricht"]);
  hear(unread(120));
  expect([badge().textContent, news()]).toEqual(["99+", "120 neue Nachrichten"]);
  for (const odd of [-1, 1.5, "<b>", null, undefined]) hear(unread(odd));
  expect(badge().textContent).toBe("99+");
  expect(button().getAttribute("aria-describedby")).toBe("news");
});

test("the frame is told when it is shown, once it listens, and nobody else is", () => {
  load();
  button().click();
  hear(unread(0));
  hear({ type: "corporate.chat", event: "close" });
  expect(postMessage.mock.calls).toEqual([
    [{ type: "corporate.chat", event: "opened", focus: true }, portal],
    [{ type: "corporate.chat", event: "closed" }, portal],
  ]);
});

test("on the next page it is as it was, without taking the keyboard", () => {
  load();
  button().click();
  document.querySelector("corporate-chat")?.remove();
  load();
  expect(panel().hidden).toBe(false);
  expect(root().activeElement).toBeNull();
  button().click();
  document.querySelector("corporate-chat")?.remove();
  load();
  expect(panel().hidden).toBe(true);
  expect(frame()).not.toBeNull();
});

test("a colour must be one, and the icon stays readable on it", () => {
  const colours = (color: string) => {
    document.querySelector("corporate-chat")?.remove();
    load({ color });
    const style = (document.querySelector("corporate-chat") as HTMLElement).style;
    return [style.getPropertyValue("--accent"), style.getPropertyValue("--on-accent")];
  };
  expect(colours("#ffe000")).toEqual(["#ffe000", "#000"]);
  expect(colours("#123")).toEqual(["#123", "#fff"]);
  for (const bad of ["red", "#12", "#12345", "url(x)", "#fff;x"]) {
    expect(colours(bad)).toEqual(["", ""]);
  }
});

test("two tags make one button", () => {
  load({ position: "left" });
  load();
  expect(document.querySelectorAll("corporate-chat")).toHaveLength(1);
  expect(document.querySelector("corporate-chat")?.hasAttribute("data-left")).toBe(true);
});
