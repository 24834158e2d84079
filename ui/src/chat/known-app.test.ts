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
  app.joined();
  now += 179 * day;
  expect(app.opens).toBe(true);
  app.joined();
  now += 179 * day;
  expect(app.opens).toBe(true);
  now += day;
  expect(app.opens).toBe(false);
  expect(keep.size()).toBe(1);
});

test("a link that led nowhere is not offered first again", () => {
  const app = new KnownApp(storage(), () => 1_000 * day);
  app.failed();
  app.joined();
  expect(app.opens).toBe(true);
  app.failed();
  app.joined();
  expect(app.opens).toBe(false);
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
    app.joined();
    app.failed();
    expect(app.opens).toBe(false);
  }
});
