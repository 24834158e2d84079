// Things that become ready in any order are taken in theirs.
import { beforeEach, expect, test } from "vitest";

import { InOrder } from "./order";

let seen: string[];
let line: InOrder<string>;

function later() {
  let resolve!: (item: string) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<string>((yes, no) => {
    [resolve, reject] = [yes, no];
  });
  return { promise, resolve, reject };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

beforeEach(() => {
  seen = [];
  line = new InOrder<string>(3, {
    apply: (item) => seen.push(item),
    failed: (error) => seen.push(String(error)),
  });
});

test("the second waits for the first", async () => {
  const [first, second] = [later(), later()];
  line.push(first.promise, 10);
  line.push(second.promise, 20);
  second.resolve("b");
  await settled();
  expect(seen).toEqual([]);
  expect(line.waitingSince).toBe(10);
  first.resolve("a");
  await settled();
  expect(seen).toEqual(["a", "b"]);
  expect(line.waitingSince).toBeNull();
});

test("a failure throws away what is behind it, ready or not", async () => {
  const [first, second, third] = [later(), later(), later()];
  for (const { promise } of [first, second, third]) line.push(promise, 0);
  expect(line.full).toBe(true);
  second.resolve("b");
  first.reject(new Error("no"));
  await settled();
  third.resolve("c");
  await settled();
  expect(seen).toEqual(["Error: no"]);
  expect(line.full).toBe(false);
});

test("nothing that was cleared is taken", async () => {
  const [first, second, third] = [later(), later(), later()];
  line.push(first.promise, 0);
  line.push(second.promise, 0);
  line.clear();
  line.push(third.promise, 0);
  first.resolve("a");
  second.reject(new Error("too late to matter"));
  third.resolve("c");
  await settled();
  expect(seen).toEqual(["c"]);
});
