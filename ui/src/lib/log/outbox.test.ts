// @vitest-environment node
import { expect, test } from "vitest";

import { Outbox } from "./outbox";
import { storage } from "./testing/fake-portal";

test("commands get ids of their own and outlive the page", () => {
  const keep = storage();
  const outbox = new Outbox("s", keep);
  const first = outbox.add({ kind: "say", text: "a" }, 3);
  const second = outbox.add({ kind: "end" }, 3);
  expect(first.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(first.id).not.toBe(second.id);
  expect(new Outbox("s", keep).items).toEqual([first, second]);
  expect(new Outbox("other", keep).items).toEqual([]);
});

test("storage that is broken, full or forbidden loses nothing that is on the page", () => {
  const broken = { ...storage(), getItem: () => '[{"id":1},null,"x"]' };
  expect(new Outbox("s", broken).items).toEqual([]);
  expect(new Outbox("s", { ...storage(), getItem: () => "{" }).items).toEqual([]);
  const full = {
    ...storage(),
    setItem: () => {
      throw new Error("full");
    },
  };
  const outbox = new Outbox("s", full);
  outbox.add({ kind: "say", text: "a" }, 0);
  expect(outbox.unanswered).toHaveLength(1);
  expect(new Outbox("s", null).items).toEqual([]);
});

test("an id is made where the browser offers no randomUUID", () => {
  const original = crypto.randomUUID;
  Object.defineProperty(crypto, "randomUUID", { value: undefined, configurable: true });
  try {
    expect(new Outbox("s", null).add({ kind: "end" }, 0).id).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  } finally {
    Object.defineProperty(crypto, "randomUUID", { value: original, configurable: true });
  }
});
