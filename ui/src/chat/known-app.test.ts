// @vitest-environment node
import { expect, test } from "vitest";

import { storage } from "../lib/log/testing/fake-portal";
import { KnownApp } from "./known-app";

const day = 86_400_000;

test("an app that joined is known for half a year, and again after each time", () => {
  const keep = storage();
  let now = 1_000 * day;
  const app = new KnownApp(keep, () => now);
  expect(app.opens).toBe(false);
  app.joined("download");
  now += 179 * day;
  expect(app.opens).toBe(true);
  app.joined("download");
  now += 179 * day;
  expect(app.opens).toBe(true);
  now += day;
  expect(app.opens).toBe(false);
  expect(keep.size()).toBe(1);
});

test("a link that led nowhere once is offered again after the app has joined, twice not", () => {
  const app = new KnownApp(storage(), () => 1_000 * day);
  app.failed();
  app.joined("download");
  expect(app.opens).toBe(true);
  app.failed();
  expect(app.opens).toBe(false);
  app.joined("download");
  expect(app.opens).toBe(true);
  app.failed();
  app.joined("download");
  expect(app.opens).toBe(false);
});

test("only failures in a row count", () => {
  const app = new KnownApp(storage(), () => 1_000 * day);
  app.joined("download");
  for (const _ of [1, 2, 3]) {
    app.failed();
    app.joined("download");
    app.joined("link");
    expect(app.opens).toBe(true);
  }
});

test("links that were given up are tried again after half a year", () => {
  let now = 1_000 * day;
  const app = new KnownApp(storage(), () => now);
  for (const _ of [1, 2]) {
    app.joined("download");
    app.failed();
  }
  now += 179 * day;
  app.joined("download");
  expect(app.opens).toBe(false);
  now += day;
  app.joined("download");
  expect(app.opens).toBe(true);
});

test("a note from before failures were counted recovers too", () => {
  const keep = storage();
  const note = { version: 1, at: 1_000 * day, opens: false };
  keep.setItem("corporate.app", JSON.stringify(note));
  const app = new KnownApp(keep, () => 1_000 * day);
  app.joined("download");
  expect(app.opens).toBe(true);
});

test.each([
  "",
  "null",
  "[]",
  "{}",
  "not json",
  '{"version":2,"at":86400000000,"opens":true}',
  '{"version":1,"at":"86400000000","opens":true}',
  '{"version":1,"at":86400000000,"opens":"yes"}',
  '{"version":1,"at":96400000000,"opens":true}',
])("a note that is not ours counts for nothing: %j", (text) => {
  const keep = storage();
  keep.setItem("corporate.app", text);
  expect(new KnownApp(keep, () => 1_000 * day).opens).toBe(false);
});

test("without storage nothing is known and nothing breaks", () => {
  const none = new KnownApp(null);
  const full = {
    getItem: () => null,
    setItem: () => {
      throw new Error("full");
    },
    removeItem: () => undefined,
  };
  for (const app of [none, new KnownApp(full)]) {
    app.joined("download");
    app.failed();
    expect(app.opens).toBe(false);
  }
});
