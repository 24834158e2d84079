// The app's chat: with a session, without one, and when things fail.
import { emit } from "@tauri-apps/api/event";
import { afterEach, describe, expect, test } from "vitest";

import type { Event, EventBody } from "../../lib/protocol.generated";
import { dictionaries } from "../../lib/texts/texts.svelte";
import { FakeApp, stateWith, viewWith, words } from "../testing";
import ChatWindow from "./ChatWindow.svelte";

let app: FakeApp;

afterEach(() => app.close());

const by = {
  portal: { role: "portal" },
  agent: { role: "agent", id: "a", name: "Anna" },
  customer: { role: "customer", via: "app" },
} as const;

const event = (seq: number, author: keyof typeof by, body: EventBody): Event => ({
  session: "s",
  seq,
  at: 1_795_348_800_000 + seq,
  author: by[author],
  ...body,
});

const log: Event[] = [
  event(1, "portal", {
    kind: "session_started",
    customer: "Kim",
    question: "My printer is on fire",
    queue: "general",
    language: "en",
    mode: "web",
    facts: {},
    terms_accepted: false,
    web_chat_off: false,
  }),
  event(2, "agent", { kind: "message", text: "Hello Kim" }),
];

async function open(view = viewWith(), removable = false) {
  app = new FakeApp(view);
  app.answers["can_be_removed"] = () => removable;
  app.answers["events"] = (parameters) =>
    log.filter(({ seq }) => seq > (parameters as { after: number }).after);
  await app.show(ChatWindow);
}

function write(text: string) {
  const area = document.querySelector("textarea");
  if (!area) throw new Error("there is no composer");
  area.value = text;
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  return app.press("Send");
}

describe("without a session", () => {
  test("it says how to come into one", async () => {
    await open(viewWith({ state: null, connection: "offline" }));
    expect(words()).toContain("You are not in a session.");
    expect(document.querySelectorAll("li")).toHaveLength(3);
  });

  test("it waits while the hand-off is under way", async () => {
    await open(viewWith({ state: null, connection: "connecting" }));
    expect(words()).toContain("Connecting to your session");
  });

  test("a refused hand-off is explained, with a way on", async () => {
    await open(viewWith({ state: null, connection: "ended", problem: "ticket_expired" }));
    expect(document.querySelector("[role=alert]")?.textContent).toContain(
      dictionaries.en.errors.ticket_expired,
    );
    expect(words()).toContain("Ask there for a new link");
  });
});

describe("removing the app", () => {
  const name = dictionaries.en.chat.end;
  const ended = () => viewWith({ connection: "ended", state: stateWith({ phase: "ended" }) });
  const removal = "Remove Corporate Customer from this computer";

  test("is offered when the session has ended, and is the app's to do", async () => {
    await open(ended(), true);
    await app.press(removal);
    expect(app.asked.at(-1)?.[0]).toBe("remove");
  });

  test("is not offered during a session, nor where nothing could do it", async () => {
    await open(viewWith(), true);
    expect(words()).toContain(name);
    expect(words()).not.toContain(removal);
    await app.close();
    await open(ended(), false);
    expect(words()).not.toContain(removal);
  });

  test("says so where it fails", async () => {
    await open(ended(), true);
    app.answers["remove"] = () => {
      throw { code: "not_removable" };
    };
    await app.press(removal);
    expect(words()).toContain("cannot be removed from here");
  });
});

describe("in a session", () => {
  test("the chat so far is shown, with the agent's name", async () => {
    await open();
    expect(words()).toContain("My printer is on fire");
    expect(words()).toContain("Hello Kim");
    expect(words()).toContain("You are chatting with Anna");
    expect(document.title).toBe("Chat with Example Ltd");
  });

  test("new events come in; a gap is filled by asking again", async () => {
    await open();
    log.push(event(3, "agent", { kind: "message", text: "Third" }));
    log.push(event(4, "agent", { kind: "message", text: "Fourth" }));
    await emit("log", [log[3]]);
    await app.settled();
    expect(words()).toMatch(/Third.*Fourth/);
    log.splice(2);
  });

  test("a message is said, and stays visible until it is in the log", async () => {
    await open();
    await write("Thank you");
    expect(app.asked).toEqual([["say", { text: "Thank you" }]]);
    await app.change(viewWith({ unsent: [{ id: "x", text: "Thank you" }] }));
    expect(words()).toContain("Sending");
    const said = event(3, "customer", { kind: "message", text: "Thank you" });
    await emit("log", [said]);
    await app.settled();
    expect(words().match(/Thank you/g)).toHaveLength(1);
    expect(words()).not.toContain("Sending");
  });

  test("a message that fails goes back into the field", async () => {
    await open();
    app.answers["say"] = () => {
      throw { code: "session_ended" };
    };
    await write("Too late");
    expect(document.querySelector("textarea")?.value).toBe("Too late");
    expect(words()).toContain(dictionaries.en.errors.session_ended);
  });

  test("the chat history is saved, and the window says where", async () => {
    await open();
    app.answers["save_transcript"] = () => ({ path: "/home/kim/Downloads/chat.txt" });
    await app.press("Save chat history");
    expect(words()).toContain("/home/kim/Downloads/chat.txt");
  });

  test("ending is asked first", async () => {
    await open();
    await app.press("End session");
    await app.press("No");
    expect(app.asked).toEqual([]);
    await app.press("End session");
    await app.press("Yes");
    expect(app.asked).toEqual([["end_session", {}]]);
  });

  test("an ended session can be saved and not written in", async () => {
    await open(viewWith({ state: stateWith({ phase: "ended" }), connection: "ended" }));
    expect(document.querySelector("textarea")).toBeNull();
    expect(words()).toContain("The session has ended.");
    await app.press("Save chat history");
    expect(app.asked).toEqual([["save_transcript", {}]]);
  });

  test("it says who sees the screen, and that nobody does while paused", async () => {
    await open(viewWith({ state: stateWith({ consent: "given", sharing: "on" }) }));
    expect(words()).toContain("Anna can see your screen.");
    await app.change(viewWith({ state: stateWith({ consent: "given", sharing: "paused" }) }));
    expect(words()).toContain("Nobody sees your screen.");
  });

  test("every code of the protocol and of the app has a sentence in both languages", async () => {
    await open(viewWith({ problem: "no_such_code" }));
    expect(words()).toContain(dictionaries.en.errors.unexpected);
    await app.change(viewWith({ language: "de", problem: "capture" }));
    expect(words()).toContain("Der Bildschirm konnte nicht gelesen werden.");
  });
});
