// @vitest-environment node
// The customer's chat in a real browser: every state of it is looked at with axe in both languages
// and colour schemes, and a very long conversation is scrolled through.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import type { Event, EventBody, PublicPortal, SessionState } from "../lib/protocol.generated";
import { looks, violations } from "../lib/testing/axe";
import type { Chromium } from "../lib/testing/chromium";
import type { PageServer } from "../lib/testing/page-server";
import { Pages } from "../lib/testing/pages";
import { publicPortal, sessionStarted, stateAt } from "../lib/testing/samples";

const session = "00000000-0000-4000-8000-000000000001";
const anna = { role: "agent", id: "a", name: "Anna" } as const;
const web = { role: "customer", via: "web" } as const;
const start = Date.UTC(2026, 10, 22, 9, 0, 0);

const message = (text: string): EventBody => ({ kind: "message", text });
const file = (name: string, picture: { width: number; height: number } | null): EventBody => ({
  kind: "file_sent",
  file: { id: "f", name, bytes: 123_456, picture },
});

function log(...bodies: [Event["author"], EventBody][]): Event[] {
  return bodies.map(
    ([author, body], index) =>
      ({ session, seq: index + 1, at: start + index * 1000, author, ...body }) as Event,
  );
}

const begun = sessionStarted();
const talk = log(
  [web, begun],
  [anna, { kind: "agent_joined" }],
  [anna, message("Hello! See https://example.com/help?a=1 🎉")],
  [web, message("شكرا جزيلا، الطابعة لا تعمل")],
  [web, message("Donaudampfschifffahrtsgesellschaftskapitän".repeat(8))],
  [anna, file("a picture.png", { width: 640, height: 400 })],
  [web, file("report.pdf", null)],
);
const upgrading = log(
  [web, begun],
  [anna, { kind: "agent_joined" }],
  [anna, { kind: "upgrade_offered", handoff: "h", chat_after: "both" }],
);
const agents = [{ id: "a", name: "Anna" }];

describe("in Chromium", { timeout: 120_000 }, () => {
  let pages: Pages;
  let server: PageServer;
  let browser: Chromium;

  beforeAll(async () => {
    pages = await Pages.open();
    ({ server, browser } = pages);
  }, 60_000);
  afterAll(() => pages?.close());
  // Whatever became of the test before.
  afterEach(() => browser.resize(1000, 700));
  beforeEach(() => {
    server.answer("GET /api/v1/portal", publicPortal());
    server.answer("GET /api/v1/chats/current", undefined);
    server.answer(`POST /api/v1/sessions/${session}/handoff`, {
      code: "K7QM2XRB9TFD",
      file_name: "Corporate-Opener-K7QM-2XRB-9TFD",
      url: "/download/nothing",
      expires_at: Date.now() + 600_000,
    });
  });

  function running(events: Event[], state: Partial<SessionState>, ...more: object[]) {
    server.answer("GET /api/v1/chats/current", { session });
    server.greet("/api/v1/sessions/", (socket) => {
      const after = Number(new URLSearchParams(socket.path.split("?")[1]).get("after"));
      const rest = events.filter(({ seq }) => seq > after);
      socket.send({ type: "events", events: rest, state: stateAt(events.length, state) });
      for (const message of more) socket.send(message);
    });
  }

  /** What is wider than its place: the page, or the conversation, which would scroll sideways. */
  const cutOff = `[document.documentElement, ...document.querySelectorAll("[role=region]")]
    .filter((box) => box.scrollWidth > box.clientWidth)
    .flatMap((box) => [box, ...[...box.querySelectorAll("*")].filter((part) =>
      part.getBoundingClientRect().right > box.getBoundingClientRect().left + box.clientWidth)])
    .map((part) => [part.tagName, part.className, part.textContent.trim().slice(0, 30)].join(" "))`;
  const enlarge = (size: string) =>
    browser.evaluate(`document.documentElement.style.fontSize = "${size}"`);

  /** Looks at the page as it is, and with letters of twice the size. */
  async function nothingCutOff() {
    for (const size of ["", "200%"]) {
      await enlarge(size);
      expect(await browser.evaluate<string[]>(cutOff), size).toEqual([]);
    }
    await enlarge("");
  }

  const shown = (selector: string) => browser.until(`document.querySelector('${selector}')`);

  const states: [string, () => void, string][] = [
    ["the form", () => undefined, "textarea[name=question]"],
    [
      "the form with everything that can be asked, and nobody there",
      () => {
        const terms = { de: "Ich stimme zu.", en: "I agree." };
        const form = { name: "optional", question: "required", email: "optional" } as const;
        const asked: Partial<PublicPortal> = {
          staffed: false,
          form: { ...form, terms, terms_link: "https://example.com/terms" },
        };
        server.answer("GET /api/v1/portal", publicPortal(asked));
      },
      "input[name=terms]",
    ],
    [
      "the code where web chat is off",
      () => server.answer("GET /api/v1/portal", publicPortal({ web_chat: false })),
      "input[name=code]",
    ],
    [
      "waiting with a place",
      () =>
        running(talk.slice(0, 1), { phase: "waiting" }, { type: "place", place: 3, staffed: true }),
      ".place",
    ],
    [
      "waiting while nobody is there",
      () =>
        running(
          talk.slice(0, 1),
          { phase: "waiting" },
          { type: "place", place: 1, staffed: false },
        ),
      ".banner.warn button",
    ],
    [
      "a chat with files, links, long words and typing",
      () =>
        running(
          talk,
          { agents },
          { type: "delivered", customer: 7, agent: 5 },
          { type: "presence", web: true, app: false, agent: true },
          { type: "signal", signal: { kind: "agent_typing", active: true } },
        ),
      ".file",
    ],
    [
      "an upgrade",
      () => running(upgrading, { agents, phase: "upgrading", upgrade: "offered", handoff: "h" }),
      ".card",
    ],
    [
      "a chat that moved to the app",
      () => running(talk, { agents, upgrade: "app_joined", chat_after: "transfer" }),
      ".banner.good",
    ],
    ["an ended chat", () => running(talk, { agents, phase: "ended" }), ".banner button"],
  ];

  describe.each(looks)("$language, $scheme", ({ language, scheme }) => {
    test.each(states)("axe finds nothing wrong with %s", async (_name, prepare, selector) => {
      prepare();
      await browser.prefer(scheme);
      await browser.visit(server.url(`/chat?lang=${language}`));
      await shown(selector);
      expect(await violations(browser)).toEqual([]);
    });
  });

  describe("an upgrade", () => {
    const webkit = "AppleWebKit/605.1 (KHTML, like Gecko)";
    const offered = { agents, phase: "upgrading", upgrade: "offered", handoff: "h" } as const;
    const windows = `Mozilla/5.0 (Windows NT 10.0) ${webkit} Chrome/140.0 Safari/537.36`;
    const agentsOf = [
      `${windows} Edg/140.0`,
      "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
      `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) ${webkit} Version/18.5 Safari/605.1`,
      `${windows} OPR/120.0`,
    ];
    const phone = `Mozilla/5.0 (Linux; Android 15) ${webkit} Chrome/140.0 Mobile Safari/537.36`;
    const known = { version: 1, at: Date.now(), opens: true };

    /** Comes to the upgrade as a customer of this browser, who may have had the app before. */
    async function meet(agent: string, language: string, note: object | null = null) {
      running(upgrading, offered);
      await browser.pretend(agent);
      await browser.visit(server.url("/assets/icon.svg"));
      await browser.until("location.pathname === '/assets/icon.svg'");
      await browser.evaluate(`(sessionStorage.clear(),
        localStorage.setItem("corporate.app", ${JSON.stringify(JSON.stringify(note))}))`);
      await browser.visit(server.url(`/chat?lang=${language}`));
      await shown(".card");
    }

    afterAll(() => browser.pretend(""));

    test.each(looks.map((look, index) => ({ ...look, agent: agentsOf[index] ?? "" })))(
      "in other browsers ($language, $scheme)",
      async ({ language, scheme, agent }) => {
        await browser.prefer(scheme);
        await meet(agent, language);
        await shown(".card svg[role=img]");
        await browser.evaluate("document.querySelector('.card details').open = true");
        await pages.shoot(`chat-upgrade-${agentsOf.indexOf(agent)}-${language}-${scheme}`);
        expect(await violations(browser)).toEqual([]);
      },
    );

    test.each([
      ["de", "light"],
      ["en", "dark"],
    ] as const)("with the app here, and on a phone (%s, %s)", async (language, scheme) => {
      await browser.prefer(scheme);
      await meet(windows, language, known);
      await shown('.card a[href^="corpcustomer://join/"]');
      await browser.evaluate(`(() => {
        const link = document.querySelector(".card a[href^='corpcustomer:']");
        link.addEventListener("click", (event) => event.preventDefault());
        link.click();
      })()`);
      await shown(".card .more p");
      await pages.shoot(`chat-upgrade-app-${language}-${scheme}`);
      expect(await violations(browser)).toEqual([]);
      await browser.resize(360, 740);
      await nothingCutOff();
      await meet(phone, language);
      await shown(".card ul");
      await pages.shoot(`chat-upgrade-phone-${language}-${scheme}`);
      expect(await violations(browser)).toEqual([]);
      await nothingCutOff();
    });

    test.each(
      agentsOf.flatMap((agent) => (["de", "en"] as const).map((language) => [language, agent])),
    )("nothing of it is cut off where it is narrow (%s, %s)", async (language, agent) => {
      await browser.prefer("light");
      await browser.resize(360, 740);
      await meet(agent, language);
      await shown(".card .letters");
      await browser.evaluate("document.querySelector('.card details').open = true");
      await pages.shoot(`chat-upgrade-narrow-${agentsOf.indexOf(agent)}-${language}`);
      await nothingCutOff();
    });

    test("the code that is marked by mouse is there once", async () => {
      await meet(windows, "en");
      await shown(".card .letters");
      const marked = await browser.evaluate<string>(`(() => {
        getSelection().selectAllChildren(document.querySelector(".letters"));
        return getSelection().toString();
      })()`);
      expect(marked.trim()).toBe("K7QM-2XRB-9TFD");
    });
  });

  test.each([360, 1280, 3840])("nothing is cut off at a width of %i pixels", async (width) => {
    running(talk, { agents });
    await browser.resize(width, 740);
    await browser.visit(server.url("/chat?lang=de"));
    await shown(".file");
    await nothingCutOff();
  });

  test.each(["the form", "a chat"])(
    "embedded in another page, %s fits and passes",
    async (what) => {
      if (what === "a chat") running(talk, { agents });
      await browser.prefer("light");
      await browser.resize(376, 560);
      // The same address with a part behind # would not load again.
      await browser.visit("about:blank");
      await browser.visit(
        server.url("/chat?embed=1&lang=de#page=https%3A%2F%2Fwww.example.com%2F"),
      );
      await shown(what === "a chat" ? ".file" : "textarea[name=question]");
      await shown(".close");
      expect(await violations(browser)).toEqual([]);
      await nothingCutOff();
    },
  );

  describe("with ten thousand messages", () => {
    const box = "document.querySelector('[role=region]')";
    const long = log(
      [web, begun],
      [anna, { kind: "agent_joined" }],
      ...Array.from({ length: 9_998 }, (_, index): [Event["author"], EventBody] => [
        index % 3 === 0 ? web : anna,
        message(`message ${index} ${"word ".repeat((index * 7) % 60)}`),
      ]),
    );
    const drawn = "document.querySelectorAll('[role=listitem]').length";
    const settled =
      "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30))))";

    beforeEach(async () => {
      running(long, { agents });
      await browser.visit(server.url("/chat?lang=en"));
      await browser.until("document.body?.textContent.includes('message 9997 ')");
      await browser.evaluate(settled);
    });

    test("only what is seen is drawn, with the newest in sight", async () => {
      expect(await browser.evaluate<number>(drawn)).toBeLessThan(60);
      expect(
        await browser.evaluate(`${box}.scrollHeight - ${box}.scrollTop - ${box}.clientHeight`),
      ).toBeLessThan(3);
    });

    test("what the reader looks at stays where it is, above and below", async () => {
      await browser.evaluate(`${box}.scrollTop -= 30000; ${settled}`);
      const seen = `(() => {
        const top = ${box}.getBoundingClientRect().top;
        const row = [...document.querySelectorAll('[data-key]')]
          .find((row) => row.getBoundingClientRect().bottom > top + 60);
        return [row.dataset.key, Math.round(row.getBoundingClientRect().top - top)];
      })()`;
      const before = await browser.evaluate<[string, number]>(seen);
      server.socket.send({
        type: "events",
        events: [{ ...long.at(-1), seq: 10_001, ...message("one more") }],
        state: stateAt(10_001, { agents }),
      });
      await browser.until("document.querySelector('.jump')?.textContent.includes('1 new message')");
      expect(await browser.evaluate(seen)).toEqual(before);
      await browser.evaluate(`document.querySelector('.jump').click(); ${settled}`);
      await browser.until("document.querySelector('.new') && !document.querySelector('.jump')");
    });

    test("scrolling up in small steps never jumps back", async () => {
      const steps = await browser.evaluate<number[]>(`(async () => {
        const keys = [];
        for (let step = 0; step < 25; step += 1) {
          ${box}.scrollTop -= 400;
          await ${settled};
          const top = ${box}.getBoundingClientRect().top;
          const row = [...document.querySelectorAll('[data-key]')]
            .find((row) => row.getBoundingClientRect().bottom > top);
          keys.push(Number(row.dataset.key));
        }
        return keys;
      })()`);
      expect(steps).toEqual([...steps].sort((a, b) => b - a));
      expect(steps[0]! - steps.at(-1)!).toBeGreaterThan(50);
    });

    test("a message is taken in within a frame or two", async () => {
      const took: number[] = [];
      for (let count = 1; count <= 20; count += 1) {
        const text = `late ${count}.`;
        await browser.evaluate(`globalThis.begun = performance.now(); new MutationObserver(
          (_, observer) => document.body?.textContent.includes('${text}') &&
            (observer.disconnect(), globalThis.took = performance.now() - globalThis.begun)
          ).observe(document.body, { subtree: true, childList: true, characterData: true })`);
        server.socket.send({
          type: "events",
          events: [{ ...long.at(-1), seq: 10_000 + count, ...message(text) }],
          state: stateAt(10_000 + count, { agents }),
        });
        await browser.until(`document.body?.textContent.includes('${text}')`);
        took.push(await browser.evaluate<number>("globalThis.took"));
      }
      const median = took.sort((a, b) => a - b)[10] ?? Infinity;
      expect(median).toBeLessThan(150);
    });

    test("the keyboard leads to both ends", async () => {
      await browser.evaluate(`${box}.focus()`);
      await browser.press("Home", 36);
      await browser.until(`document.querySelector('[aria-posinset="1"]')`);
      await browser.press("End", 35);
      await browser.until(`document.querySelector('[aria-posinset="${long.length}"]')`);
    });
  });
});
