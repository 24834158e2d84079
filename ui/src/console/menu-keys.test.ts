// @vitest-environment node
import { expect, test } from "vitest";

import { nextItem } from "./menu-keys";

const labels = ["Take", "Upgrade to standard session", "End session"];

test.each([
  ["ArrowDown", 0, 1],
  ["ArrowDown", 2, 0],
  ["ArrowUp", 0, 2],
  ["ArrowUp", -1, 2],
  ["Home", 2, 0],
  ["End", 0, 2],
  ["u", 0, 1],
  ["T", 0, 0],
  ["x", 0, null],
  ["Enter", 0, null],
  [" ", 0, null],
])("%s at %i leads to %s", (key, at, next) => expect(nextItem(key, at, labels)).toBe(next));

test("an empty menu has nowhere to go", () => expect(nextItem("ArrowDown", 0, [])).toBeNull());
