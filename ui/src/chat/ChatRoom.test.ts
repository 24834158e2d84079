// A customer's chat page against a log that a test writes: what each state of a session shows.
import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { all, clear, click, control, pageText, show, type } from "../lib/components/testing";
import { FakeSocket, session } from "../lib/log/testing/fake-portal";
import { loadPortalInfo } from "../lib/portal-info.svelte";
import type { Event, EventBody, SessionState } from "../lib/protocol.generated";
import { eventually } from "../lib/testing/eventually";
import { publicPortal, sessionStarted, stateAt } from "../lib/testing/samples";
import ChatRoom from "./ChatRoom.svelte";

let socket: FakeSocket;
let events: Event[];
let handoffs: number;
let clicked: string[];
const onnew = vi.fn();

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
  [events, handoffs, clicked] = [[], 0, []];
  vi.stubGlobal("navigator", { ...navigator, userAgent: "X11; Linux", language: "en" });
  vi.stubGlobal(
    "WebSocket",
    class extends FakeSocket {
      constructor(url: string) {
        super(url);
        socket = this as FakeSocket;
      }
    },
  );
  vi.stubGlobal("fetch", (path: string) => {
    if (path.endsWith("/handoff")) handoffs++;
    const file_name = "Corporate-Opener-K7QM-2XRB-9TFD";
    const url = `/download/${file_name}`;
    return Promise.resolve(
      Response.json({ code: "", file_name, url, expires_at: Date.now() + 6e5 }),
    );
  });
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (
    this: HTMLAnchorElement,
  ) {
    clicked.push(this.download);
  });
});
afterEach(async () => {
  await clear();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const anna = { role: "agent", id: "a", name: "Anna" } as const;
const chatting = { agents: [{ id: "a", name: "Anna" }] };

function room() {
  show(ChatRoom, { session, onnew });
  socket.accept();
}

function happen(part: Partial<SessionState>, ...bodies: EventBody[]) {
  const fresh = bodies.map((body) => {
    const author = body.kind === "session_started" ? { role: "customer", via: "web" } : anna;
    const event = { session, seq: events.length + 1, at: 0, author, ...body } as Event;
    events.push(event);
    return event;
  });
  const state = stateAt(events.length, { ...chatting, ...part });
  socket.show({ type: "events", events: fresh, state });
  flushSync();
}

const offered: EventBody = { kind: "upgrade_offered", handoff: "h1", chat_after: "both" };
const upgrading = { phase: "upgrading", upgrade: "offered", handoff: "h1" } as const;

test("a chat that was just started has the focus where the customer writes", () => {
  show(ChatRoom, { session, fresh: true, onnew });
  expect(document.activeElement).toBe(control("Message"));
});

test("waits, then chats, and shows what was written once", () => {
  room();
  happen({ phase: "waiting", agents: [] });
  expect(pageText()).toContain("We are looking for a free agent.");
  happen({}, { kind: "agent_joined" }, { kind: "message", text: "Hello" });
  expect(pageText()).toContain("You are chatting with Anna");
  type("Message", "Hi there");
  click("Send");
  expect(pageText().split("Hi there").length).toBe(2);
  expect(socket.toPortal.at(-1)).toMatchObject({ body: { kind: "say", text: "Hi there" } });
});

test("an upgrade asks for one code, starts one download and shows the link", async () => {
  room();
  happen(upgrading, offered);
  happen({ ...upgrading, upgrade: "opener_fetched" });
  await eventually(() => expect(pageText()).toContain("Corporate-Opener-K7QM-2XRB-9TFD"));
  expect(pageText()).toContain("An upgrade to a standard session is under way.");
  expect(control<HTMLAnchorElement>("click here").getAttribute("href")).toMatch(/^\/download\//);
  expect([handoffs, clicked]).toEqual([1, ["Corporate-Opener-K7QM-2XRB-9TFD"]]);
  happen({ upgrade: null, handoff: null }, { kind: "upgrade_cancelled" });
  expect(all("click here")).toEqual([]);
});

test("an opener that was refused or got stuck leaves a way on", async () => {
  room();
  happen({ ...upgrading, upgrade: "opener_fetched" }, offered);
  expect(handoffs).toBe(0);
  expect(pageText()).toContain("The file has been downloaded already.");
  click("Get a new link");
  await eventually(() => expect(all("click here")).toHaveLength(1));
  happen(
    { ...upgrading, upgrade: "opener_fetched" },
    { kind: "handoff_refused", reason: "code_expired" },
  );
  expect(pageText()).toContain("This code has expired.");
  click("Get a new link");
  happen({ ...upgrading, upgrade: "opener_started" });
  expect(pageText()).toContain("Nothing happens?");
  await eventually(() => expect(all("Get a new link")).toHaveLength(1));
  expect(handoffs).toBe(2);
});

test("an app that joined from here is offered first at the next upgrade", async () => {
  room();
  happen(upgrading, offered);
  await eventually(() => expect(clicked).toHaveLength(1));
  const joined = { kind: "app_joined", handoff: "h1", version: "1" } as const;
  happen({ upgrade: "app_joined", handoff: "h1" }, { ...joined, system: "linux" });
  happen({ upgrade: null, handoff: null }, { kind: "app_left" });
  happen({ ...upgrading, handoff: "h2" }, { ...offered, handoff: "h2" });
  await eventually(() => expect(all("Open Corporate Customer")).toHaveLength(1));
  expect([handoffs, clicked.length]).toEqual([2, 1]);
});

test("a page that is opened after the opener has started can get a new link", async () => {
  room();
  happen({ ...upgrading, upgrade: "opener_started" }, offered);
  click("Get a new link");
  await eventually(() => expect(clicked).toHaveLength(1));
  expect(all("click here")).toHaveLength(1);
});

test("an app that joined after a code was read out is not taken for one that is here", async () => {
  room();
  happen(upgrading, offered);
  await eventually(() => expect(clicked).toHaveLength(1));
  const joined = { kind: "app_joined", handoff: "h1", version: "1", system: "linux" } as const;
  happen(
    { upgrade: "app_joined", handoff: "h1" },
    { kind: "code_made", handoff: "h1", read_out: true },
    joined,
  );
  happen({ ...upgrading, handoff: "h2" }, { ...offered, handoff: "h2" });
  await eventually(() => expect(clicked).toHaveLength(2));
  expect(all("Open Corporate Customer")).toEqual([]);
});

test("an app that joined on another system is not offered here", async () => {
  room();
  happen(upgrading, offered);
  await eventually(() => expect(clicked).toHaveLength(1));
  const joined = { kind: "app_joined", handoff: "h1", version: "1" } as const;
  happen({ upgrade: "app_joined", handoff: "h1" }, { ...joined, system: "windows" });
  happen({ ...upgrading, handoff: "h2" }, { ...offered, handoff: "h2" });
  await eventually(() => expect(clicked).toHaveLength(2));
  expect(all("Open Corporate Customer")).toEqual([]);
});

test.each([
  ["transfer", 0, "This chat has moved to Corporate Customer."],
  ["web_only", 1, "You go on chatting here."],
  ["both", 1, "You can chat here or in the app"],
] as const)("once the app has joined, %s leaves %i composers", (chat_after, composers, words) => {
  room();
  happen({ ...upgrading, phase: "chatting", upgrade: "app_joined", chat_after });
  expect(pageText()).toContain(words);
  expect(all("Message")).toHaveLength(composers);
  expect(all("End session")).toHaveLength(1);
  expect(all("Save chat history")).toHaveLength(1);
});

test("sharing and its pause are told", () => {
  room();
  happen({ phase: "standard", upgrade: "app_joined", consent: "given", sharing: "on" });
  expect(pageText()).toContain("Anna can see your screen.");
  happen({ phase: "standard", upgrade: "app_joined", consent: "given", sharing: "paused" });
  expect(pageText()).toContain("Nobody sees your screen.");
});

test("the customer is asked before ending; No changes nothing", () => {
  room();
  happen({});
  click("End session");
  click("No");
  expect(socket.toPortal).toEqual([]);
  click("End session");
  click("Yes");
  expect(socket.toPortal).toMatchObject([{ type: "command", body: { kind: "end" } }]);
});

test("after the end the chat can be saved and a new one started", () => {
  room();
  happen({ phase: "ended" }, { kind: "session_ended", reason: "agent" });
  expect(pageText()).toContain("Anna ended the session");
  expect([all("Message").length, all("End session").length]).toEqual([0, 0]);
  expect(control<HTMLAnchorElement>("Save chat history").href).toContain("transcript.txt?lang=en");
  click("Start a new chat");
  expect(onnew).toHaveBeenCalledOnce();
});

test("a lost connection is told and what is written stays in sight", () => {
  room();
  happen({});
  socket.drop();
  flushSync();
  expect(pageText()).toContain("The connection is interrupted.");
  type("Message", "are you there?");
  click("Send");
  expect(pageText()).toContain("are you there?");
  expect(pageText()).toContain("Sending …");
  click("Reconnect now");
  socket.accept();
  happen({});
  expect(pageText()).not.toContain("interrupted");
  expect(socket.toPortal).toMatchObject([{ body: { text: "are you there?" } }]);
});

test("a waiting customer sees the place, then who joins", () => {
  room();
  happen({ phase: "waiting", agents: [] }, sessionStarted());
  socket.show({ type: "place", place: 3, staffed: true });
  flushSync();
  expect(pageText()).toContain("You are number 3 in the queue.");
  socket.show({ type: "place", place: 1, staffed: true });
  flushSync();
  expect(pageText()).toContain("You are next in line.");
  happen({}, { kind: "agent_joined" });
  expect(pageText()).toContain("Anna is here to help you");
  expect(pageText()).not.toContain("next in line");
});

test("where nobody is there, what was written becomes a message", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json(publicPortal())));
  await loadPortalInfo();
  room();
  happen({ phase: "waiting", agents: [] }, sessionStarted({ question: "Why?" }));
  socket.show({ type: "place", place: 1, staffed: false });
  flushSync();
  expect(pageText()).toContain("Nobody is available at the moment.");
  click("Leave a message");
  click("Yes");
  const [command] = socket.toPortal as { id: string; body: unknown }[];
  expect(command?.body).toEqual({ kind: "end" });
  socket.show({ type: "confirmed", command: command?.id, seq: 2 });
  await eventually(() => expect(onnew).toHaveBeenCalledWith("Why?"));
});

test("a message that was left is acknowledged", () => {
  room();
  happen({ phase: "waiting", agents: [] }, sessionStarted({ mode: "message" }));
  expect(pageText()).toContain("We have received your message.");
});

test("an own message is sent, then delivered, and the log's arrival is told", () => {
  room();
  happen({}, sessionStarted());
  expect(pageText()).toContain("Sent");
  socket.show({ type: "delivered", customer: 1, agent: 1 });
  flushSync();
  expect(pageText()).toContain("Delivered");
  expect(socket.receipts).toEqual([1]);
});

test("without web chat the way leads to the app", () => {
  room();
  happen({ web_chat_off: true }, sessionStarted({ web_chat_off: true, question: null }));
  expect(pageText()).toContain("Your session goes on in Corporate Customer.");
  expect(all("Message")).toEqual([]);
});

test("an end for absence is explained", () => {
  room();
  happen({ phase: "ended" }, { kind: "session_ended", reason: "absent" });
  expect(pageText()).toContain("because this page was closed for a long time");
  expect(all("Start a new chat")).toHaveLength(1);
});

test("a file is shown with its size and its download", () => {
  room();
  const file = { id: "f", name: "report <1>.pdf", bytes: 123_456, picture: null };
  happen({}, { kind: "file_sent", file });
  expect(pageText()).toContain("report <1>.pdf");
  expect(pageText()).toContain("123 kB");
  const link = control<HTMLAnchorElement>("Download report <1>.pdf");
  expect(link.getAttribute("href")).toBe(`/api/v1/sessions/${session}/files/f?as=customer`);
  expect(document.querySelector("img")).toBeNull();
});
