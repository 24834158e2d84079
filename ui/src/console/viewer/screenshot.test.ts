// What a screenshot's file is called.
import { expect, test } from "vitest";

import { screenshotName } from "./screenshot";

test("a screenshot is named by a word and the time, in an order that sorts", () => {
  const at = new Date(2026, 10, 3, 9, 5, 7);
  expect(screenshotName("screen", at)).toBe("screen-2026-11-03-09-05-07.png");
});
