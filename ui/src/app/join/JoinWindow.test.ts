// The question of an invitation by link: nothing but a clear Yes joins.
import { emit } from "@tauri-apps/api/event";
import { afterEach, describe, expect, test } from "vitest";

import { dictionaries } from "../../lib/texts/texts.svelte";
import type { Invitation } from "../bridge";
import { button, FakeApp, viewWith, words } from "../testing";
import JoinWindow from "./JoinWindow.svelte";

const asking: Invitation = {
  language: "en",
  portal: "https://support.example.com",
  stage: "asking",
  company: "Example Ltd",
  agent: "Anna",
  problem: null,
};

let app: FakeApp;

afterEach(() => app.close());

async function open(invitation: Invitation) {
  app = new FakeApp(viewWith());
  app.answers["invitation"] = () => invitation;
  await app.show(JoinWindow);
}

async function change(invitation: Invitation) {
  await emit("invitation", invitation);
  await app.settled();
}

const answers = () => app.asked.filter(([command]) => command === "answer_invitation");

describe("the question", () => {
  test("names agent, company and portal, and warns", async () => {
    await open(asking);
    expect(document.querySelector("h1")?.textContent).toBe("Join this session?");
    expect(words()).toContain("Anna of Example Ltd invites you");
    expect(words()).toContain("https://support.example.com");
    expect(words()).toContain("Say Yes only if you are in contact with them right now");
  });

  test("No has the focus, so that a stray Enter joins nothing", async () => {
    await open({ ...asking, stage: "checking", company: "", agent: "" });
    expect(document.activeElement).toBe(button("Cancel"));
    await change(asking);
    expect(document.activeElement).toBe(button("No"));
  });

  test("what reads the screen says who invites, where, and the warning", async () => {
    await open({ ...asking, stage: "checking", company: "", agent: "" });
    const before = button("Cancel");
    await change(asking);
    expect(before.isConnected).toBe(false);
    const group = button("No").closest("[role=group]");
    const said = (attribute: string) =>
      (group?.getAttribute(attribute) ?? "").split(" ").map((id) => {
        return document.getElementById(id)?.textContent?.trim().replace(/\s+/g, " ") ?? "";
      });
    expect(said("aria-labelledby")[0]).toBe("Join this session?");
    expect(said("aria-labelledby")[1]).toContain("Anna of Example Ltd invites you");
    expect(said("aria-describedby")[0]).toContain("https://support.example.com");
    expect(said("aria-describedby")[1]).toContain("Say Yes only if");
  });

  test("each stage has a heading of its own", async () => {
    await open({ ...asking, stage: "checking", company: "", agent: "" });
    const heading = () => document.querySelector("h1")?.textContent;
    expect(heading()).toBe("An invitation is being checked");
    await change(asking);
    expect(heading()).toBe("Join this session?");
    await change({ ...asking, stage: "joining" });
    expect(heading()).toBe("Joining the session …");
    expect(document.activeElement).toBe(document.querySelector("h1"));
  });

  test("what else is said meanwhile takes neither the focus nor an answer back", async () => {
    await open(asking);
    await app.press("Yes");
    button("Yes").focus();
    await change({ ...asking, problem: "link_waiting" });
    expect(document.activeElement).toBe(button("Yes"));
    await app.press("Yes");
    expect(answers()).toEqual([["answer_invitation", { yes: true }]]);
  });

  test("Yes joins, once", async () => {
    await open(asking);
    await app.press("Yes");
    await app.press("Yes");
    expect(answers()).toEqual([["answer_invitation", { yes: true }]]);
  });

  test("No and Escape do not", async () => {
    await open(asking);
    await app.press("No");
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    await app.settled();
    expect(answers()).toEqual([
      ["answer_invitation", { yes: false }],
      ["answer_invitation", { yes: false }],
    ]);
  });

  test("there is no Yes before it is known who invites", async () => {
    await open({ ...asking, stage: "checking", company: "", agent: "" });
    expect(words()).toContain("https://support.example.com");
    expect(() => button("Yes")).toThrow();
  });

  test("what else was refused is said beside it", async () => {
    await open({ ...asking, problem: "link_waiting" });
    expect(words()).toContain("Another link was opened");
    expect(button("Yes")).toBeTruthy();
  });

  test("is asked in German where the customer speaks it", async () => {
    await open({ ...asking, language: "de" });
    expect(document.querySelector("h1")?.textContent).toBe("An dieser Sitzung teilnehmen?");
    expect([button("Ja"), button("Nein")]).toHaveLength(2);
  });
});

const refusals = ["link_invalid", "session_running", "code_used", "no_portal"];

test.each(refusals)("the refusal %s says why, and offers nothing but OK", async (problem) => {
  await open({ ...asking, stage: "refused", company: "", agent: "", problem });
  expect(document.querySelector("[role=alert]")?.textContent?.length).toBeGreaterThan(20);
  expect(words()).not.toContain(dictionaries.en.errors.unexpected);
  const names = [...document.querySelectorAll("button")].map((one) => one.textContent?.trim());
  expect(names).toEqual(["OK"]);
  await app.press("OK");
  expect(answers()).toEqual([["answer_invitation", { yes: false }]]);
});
