import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { all, clear, click, control, pageText, show, type } from "../lib/components/testing";
import type { Account } from "../lib/protocol.generated";
import { eventually } from "../lib/testing/eventually";
import ManagePage from "./ManagePage.svelte";
import { answersFor, settings } from "./testing/account";

let kept: Account;
let sent: Account[];

beforeEach(async () => {
  kept = { revision: 3, settings: structuredClone(settings) };
  sent = [];
  const answers = answersFor("max");
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    if (!path.endsWith("/account")) {
      return Promise.resolve(Response.json(answers[`GET ${path.split("?")[0]}`] ?? {}));
    }
    if (init.method !== "PUT") return Promise.resolve(Response.json(kept));
    const account = JSON.parse(String(init.body)) as Account;
    sent.push(account);
    if (account.revision !== kept.revision) {
      return Promise.resolve(Response.json({ code: "outdated" }, { status: 409 }));
    }
    kept = { revision: kept.revision + 1, settings: account.settings };
    return Promise.resolve(Response.json(kept));
  });
  location.hash = "#/account";
  show(ManagePage, {});
  await eventually(() => expect(pageText()).toContain("Everything is saved."));
});
afterEach(async () => {
  await clear();
  location.hash = "";
  vi.unstubAllGlobals();
});

async function go(hash: string) {
  location.hash = hash;
  window.dispatchEvent(new HashChangeEvent("hashchange"));
  await Promise.resolve();
  flushSync();
}

test("a change lasts from section to section and is saved once", async () => {
  type("Company", "Neu AG");
  await go("#/files");
  expect(pageText()).toContain("1 unsaved change");
  click("Files may be sent");
  expect(pageText()).toContain("2 unsaved changes");
  click("Save changes");
  await eventually(() => expect(pageText()).toContain("The changes are saved."));
  expect(sent).toHaveLength(1);
  expect(kept.settings).toMatchObject({ company: "Neu AG", files: { allowed: false } });
});

test("a mistake elsewhere opens its section and puts the cursor into its field", async () => {
  await go("#/account");
  type("Most open chats", "many");
  await go("#/files");
  click("Save changes");
  await eventually(() =>
    expect(document.activeElement?.getAttribute("name")).toBe("most_open_chats"),
  );
  expect(location.hash).toBe("#/account");
  expect(pageText()).toContain("Please enter a whole number within the limits.");
  expect(control<HTMLInputElement>("Most open chats").value).toBe("0");
  expect(sent).toEqual([]);
});

test("keeping sessions for a shorter time is asked first", async () => {
  type("Days after the end of a session", "30");
  click("Save changes");
  expect(pageText()).toContain("Delete older sessions for good?");
  click("No");
  expect(sent).toEqual([]);
  click("Save changes");
  click("Yes");
  await eventually(() => expect(kept.settings.retention_days).toBe(30));
});

test("what somebody else saved is compared, chosen and kept", async () => {
  type("Company", "Mine");
  kept = { revision: 8, settings: { ...kept.settings, company: "Theirs", most_open_chats: 7 } };
  click("Save changes");
  await eventually(() => expect(pageText()).toContain("Somebody else has saved settings"));
  expect(pageText()).toContain("Theirs");
  expect(pageText()).toContain("Taken over from the other person: Most open chats.");
  click("Load the new state and keep my changes");
  expect(control<HTMLInputElement>("Company").value).toBe("Mine");
  expect(control<HTMLInputElement>("Most open chats").value).toBe("7");
  click("Save changes");
  await eventually(() => expect(kept).toMatchObject({ revision: 9 }));
  expect(kept.settings).toMatchObject({ company: "Mine", most_open_chats: 7 });
});

test("discarding is asked and goes back to what is saved", () => {
  type("Company", "Mine");
  click("Discard changes");
  click("Yes");
  expect(control<HTMLInputElement>("Company").value).toBe("Muster GmbH");
  expect(pageText()).toContain("Everything is saved.");
});

test("leaving the page with changes is warned of, without them it is not", () => {
  const leave = () => {
    const event = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(leave()).toBe(false);
  type("Company", "Mine");
  expect(leave()).toBe(true);
});

test("an ended sign-in loses nothing: after signing in again everything typed is there", async () => {
  type("Company", "Mine");
  const fetched = globalThis.fetch;
  let signedIn = false;
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    if (path.endsWith("/sign-in")) signedIn = true;
    else if (!signedIn && !path.endsWith("/portal")) {
      return Promise.resolve(Response.json({ code: "not_signed_in" }, { status: 401 }));
    }
    const real = path.endsWith("/sign-in") ? "/api/v1/agents/me" : path;
    return fetched(real, path.endsWith("/sign-in") ? { method: "GET" } : init);
  });
  click("Save changes");
  await eventually(() => expect(all("Password")).toHaveLength(1));
  type("E-mail", "max@demo.test");
  type("Password", "right");
  click("Sign in");
  await eventually(() => expect(control<HTMLInputElement>("Company").value).toBe("Mine"));
  click("Save changes");
  await eventually(() => expect(kept.settings.company).toBe("Mine"));
});
