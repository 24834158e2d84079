// The console behind its sign-in: who is no agent reads why, and no socket is opened for them.
import { afterEach, expect, test, vi } from "vitest";

import { clear, pageText, show } from "../lib/components/testing";
import { eventually } from "../lib/testing/eventually";
import ConsolePage from "./ConsolePage.svelte";

afterEach(async () => {
  await clear();
  vi.unstubAllGlobals();
});

test("an administrator who is no agent reads a clear sentence and opens no list", async () => {
  const opened: string[] = [];
  vi.stubGlobal(
    "WebSocket",
    class {
      constructor(address: string) {
        opened.push(address);
      }
      close(): void {}
    },
  );
  const roles = ["administrator"];
  const max = { id: "m", name: "Max", email: "max@x", roles, may_open_reports: true };
  const portal = { company: "Muster", queues: [], version: "1" };
  vi.stubGlobal("fetch", (path: string) =>
    Promise.resolve(Response.json(path.endsWith("/me") ? max : portal)),
  );
  show(ConsolePage, {});
  await eventually(() => expect(pageText()).toContain("may not take sessions"));
  expect(opened).toEqual([]);
});
