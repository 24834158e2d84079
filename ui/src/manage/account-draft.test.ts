import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Account } from "../lib/protocol.generated";
import { AccountDraft } from "./account-draft.svelte";
import { settings } from "./testing/account";

let kept: Account;
let put: (account: Account) => Response;
let draft: AccountDraft;

beforeEach(async () => {
  kept = { revision: 3, settings: structuredClone(settings) };
  put = (account) => {
    if (account.revision !== kept.revision) {
      return Response.json({ code: "outdated" }, { status: 409 });
    }
    kept = { revision: kept.revision + 1, settings: account.settings };
    return Response.json(kept);
  };
  vi.stubGlobal("fetch", (_path: string, init: RequestInit) =>
    Promise.resolve(
      init.method === "PUT" ? put(JSON.parse(String(init.body)) as Account) : Response.json(kept),
    ),
  );
  draft = new AccountDraft();
  await draft.load();
});
afterEach(() => vi.unstubAllGlobals());

test("what is typed is a change until it is saved", async () => {
  expect(draft.dirty).toBe(false);
  draft.now.company = "Neu AG";
  draft.now.texts.welcome.en = "Hi";
  expect(draft.changes).toEqual(["company", "texts.welcome"]);
  await draft.save();
  expect(kept.settings.company).toBe("Neu AG");
  expect([draft.dirty, draft.saved]).toEqual([false, 1]);
  draft.now.company = "Noch neuer";
  await draft.save();
  expect(kept).toMatchObject({ revision: 5, settings: { company: "Noch neuer" } });
});

test("a mistake is told at its field and nothing is sent", async () => {
  put = () => {
    throw new Error("sent");
  };
  draft.now.most_open_chats = 0;
  expect(draft.fault("most_open_chats")).toBeNull();
  await draft.save();
  expect([draft.wanted, draft.fault("most_open_chats")]).toEqual(["most_open_chats", "number"]);
});

test("what the portal refuses is told at its field until that is changed", async () => {
  put = () => Response.json({ code: "setting_invalid", field: "embed_origins.1" }, { status: 422 });
  draft.now.company = "Neu AG";
  await draft.save();
  expect([draft.wanted, draft.fault("embed_origins.1")]).toEqual(["embed_origins.1", "refused"]);
  expect(draft.now.company).toBe("Neu AG");
  draft.now.embed_origins.pop();
  expect(draft.fault("embed_origins.1")).toBeNull();
});

test("no connection loses nothing", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed")));
  draft.now.company = "Neu AG";
  await draft.save();
  expect([draft.refusal, draft.now.company, draft.dirty]).toEqual(["offline", "Neu AG", true]);
});

test("somebody else's changes are taken over, and the own ones laid on top", async () => {
  draft.now.company = "Mine";
  draft.now.web_chat = false;
  draft.now.retention_days = 30;
  kept = { revision: 9, settings: { ...kept.settings, company: "Theirs", web_chat: false } };
  kept.settings.most_open_chats = 7;
  await draft.save();
  expect(draft.conflict?.merge).toEqual({
    both: ["company"],
    mine: ["web_chat", "retention_days"],
    theirs: ["most_open_chats"],
  });
  expect(draft.now).toMatchObject({ company: "Mine", retention_days: 30 });
  draft.resolve(new Set(["company"]));
  expect(draft.conflict).toBeNull();
  expect(draft.now).toMatchObject({ company: "Mine", retention_days: 30, most_open_chats: 7 });
  await draft.save();
  expect(kept).toMatchObject({
    revision: 10,
    settings: { company: "Mine", retention_days: 30, most_open_chats: 7 },
  });
});

test("theirs can be chosen too", async () => {
  draft.now.company = "Mine";
  kept = { revision: 9, settings: { ...kept.settings, company: "Theirs" } };
  await draft.save();
  draft.resolve(new Set());
  expect([draft.now.company, draft.dirty]).toEqual(["Theirs", false]);
});

test("what is typed while saving is on its way stays a change", async () => {
  draft.now.company = "Neu AG";
  const saving = draft.save();
  draft.now.company = "Neu AG & Co.";
  await saving;
  flushSync();
  expect(kept.settings.company).toBe("Neu AG");
  expect([draft.now.company, draft.dirty]).toEqual(["Neu AG & Co.", true]);
});

test("discarding goes back to what is saved", () => {
  draft.now.replies.push({ shortcut: "x", text: { de: "y", en: "" } });
  expect(draft.changes).toEqual(["replies"]);
  draft.discard();
  expect([draft.dirty, draft.now.replies.length]).toEqual([false, 2]);
});
