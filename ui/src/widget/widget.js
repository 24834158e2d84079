// The chat button for pages of other sites: `<script src="https://portal/widget.js" async></script>`
// with data-lang (de, en), data-queue, data-color (#rgb or #rrggbb), data-position (left, right).
// By hand, without dependencies; served without these lines. The chat itself is a frame from the
// portal, /chat?embed=1&lang=…&queue=…#page=…; it starts its session by a request with ?embed=1.
//
// Messages, all { type: "corporate.chat", event, … }; both sides check window and origin.
// Frame to page: "unread" { count } when it is ready to listen and on each change; "close".
// Page to frame: "opened" { focus } (whether to take the keyboard), "closed".
// The frame posts to the origin of `#page=`, and listens to its parent with that origin only.
(() => {
  const script = document.currentScript;
  const loaded = document.querySelector("corporate-chat");
  if (!(script instanceof HTMLScriptElement) || loaded) return;
  const { lang, queue, color = "", position } = script.dataset;
  const portal = new URL(script.src).origin;
  const type = "corporate.chat";
  const language = (lang || document.documentElement.lang || navigator.language).slice(0, 2);
  const german = language.toLowerCase() === "de";
  /** @param {number} count */
  const newMessages = (count) => {
    if (german) return count === 1 ? "1 neue Nachricht" : `${count} neue Nachrichten`;
    return count === 1 ? "1 new message" : `${count} new messages`;
  };

  /** @type {(tag: string, attributes: Record<string, string>, ...children: Node[]) => any} */
  const make = (tag, attributes, ...children) => {
    const svg = tag === "svg" || tag === "path";
    const element = svg
      ? document.createElementNS("http://www.w3.org/2000/svg", tag)
      : document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const drawing = make("path", {
    d: "M4 4h16a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-8l-5 4v-4H4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z",
  });
  const icon = make("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, drawing);
  const badge = make("span", { class: "badge", "aria-hidden": "true", hidden: "" });
  const button = make(
    "button",
    { type: "button", "aria-label": "Chat", "aria-expanded": "false", "aria-describedby": "news" },
    icon,
    badge,
  );
  const news = make("span", { id: "news", role: "status", lang: german ? "de" : "en" });
  const panel = make("div", { role: "dialog", "aria-label": "Chat", hidden: "" });

  const styles = new CSSStyleSheet();
  styles.replaceSync(`
    :host { all: initial !important; color-scheme: light dark; }
    [hidden] { display: none !important; }
    button, div { position: fixed; z-index: 2147483647; right: 20px; bottom: 20px; }
    :host([data-left]) :is(button, div) { right: auto; left: 20px; }
    button { width: 56px; height: 56px; padding: 14px; border: 0; border-radius: 50%;
      cursor: pointer; background: var(--accent, #1b5cb8); color: var(--on-accent, #fff);
      box-shadow: 0 2px 12px #0006; }
    button:focus-visible { outline: 3px solid var(--on-accent, #fff); outline-offset: -6px;
      box-shadow: 0 0 0 3px var(--accent, #1b5cb8), 0 2px 12px #0006; }
    svg { display: block; fill: currentColor; pointer-events: none; }
    .badge { position: absolute; top: -4px; right: -4px; box-sizing: border-box; min-width: 24px;
      padding: 0 6px; border-radius: 12px; background: #b3261e; color: #fff;
      font: bold 14px/24px system-ui, sans-serif; }
    #news { position: fixed; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    div { bottom: 88px; width: 400px; height: min(640px, 100dvh - 108px); overflow: hidden;
      border: 1px solid #8886; border-radius: 12px; background: Canvas;
      box-shadow: 0 8px 32px #0006; animation: rise 0.15s ease-out; }
    iframe { display: block; width: 100%; height: 100%; border: 0; }
    @keyframes rise { from { opacity: 0; transform: translateY(12px); } }
    @media (prefers-reduced-motion: reduce) { div { animation: none; } }
    @media (forced-colors: active) { button { border: 2px solid; } }
    @media (max-width: 480px), (max-height: 480px) {
      :host div:is(*) { inset: 0; width: auto; height: auto; border: 0; border-radius: 0; }
      button.covered { display: none; }
    }`);

  const host = make("corporate-chat", position === "left" ? { "data-left": "" } : {});
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [styles];
  root.append(button, news, panel);
  const hex = /^#(?:[\da-f]{3}){1,2}$/i.test(color) ? color.slice(1) : "";
  if (hex) {
    // Relative luminance, as WCAG 2.2 defines it.
    const size = hex.length / 3;
    const light = [0.2126, 0.7152, 0.0722].reduce((sum, weight, at) => {
      const value = parseInt(hex.slice(at * size, (at + 1) * size).repeat(3 - size), 16) / 255;
      return sum + weight * (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    }, 0);
    host.style.setProperty("--accent", color);
    host.style.setProperty("--on-accent", light > 0.179 ? "#000" : "#fff");
  }

  // Where a browser forbids storage the chat simply starts closed on the next page.
  /** @param {string} [state] */
  const remembered = (state) => {
    try {
      if (state) sessionStorage.setItem(type, state);
      return sessionStorage.getItem(type);
    } catch {
      return null;
    }
  };

  /** @type {HTMLIFrameElement | null} */
  let frame = null;
  let ready = false;
  const load = () => {
    const address = new URL("/chat?embed=1", portal);
    if (/^(de|en)$/i.test(language)) address.searchParams.set("lang", language.toLowerCase());
    if (queue) address.searchParams.set("queue", queue);
    address.hash = `page=${encodeURIComponent(location.origin + location.pathname)}`;
    const chat = make("iframe", {
      src: address.href,
      title: "Chat",
      allow: "autoplay; clipboard-write",
    });
    panel.append(chat);
    frame = chat;
    return chat;
  };
  /** @param {{ event: string, focus?: boolean }} message */
  const tell = (message) => {
    if (ready) frame?.contentWindow?.postMessage({ type, ...message }, portal);
  };
  /** @type {(open: boolean, focus: boolean) => void} */
  const show = (open, focus) => {
    const chat = frame ?? load();
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    button.classList.toggle("covered", open && ready);
    remembered(open ? "open" : "closed");
    if (focus) {
      // A frame that was focused while it was empty has to be left first.
      if (open) chat.blur();
      (open ? chat : button).focus();
    }
    tell(open ? { event: "opened", focus } : { event: "closed" });
  };
  /** @param {number} count */
  const unread = (count) => {
    badge.hidden = count === 0;
    badge.textContent = count > 99 ? "99+" : String(count);
    news.textContent = count === 0 ? "" : newMessages(count);
  };

  button.addEventListener("click", () => show(panel.hidden, true));
  root.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape" && !panel.hidden) show(false, true);
  });
  addEventListener("message", ({ source, origin, data }) => {
    if (!frame || source !== frame.contentWindow || origin !== portal) return;
    if (data?.type !== type) return;
    if (data.event === "close") show(false, true);
    if (data.event !== "unread" || !Number.isSafeInteger(data.count) || data.count < 0) return;
    unread(data.count);
    if (ready) return;
    ready = true;
    show(!panel.hidden, !panel.hidden && root.activeElement === frame);
  });

  const start = () => {
    document.body.append(host);
    // Who has used the chat in this tab finds it as it was, and sees what comes meanwhile.
    const state = remembered();
    if (state) show(state === "open", false);
  };
  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
})();
