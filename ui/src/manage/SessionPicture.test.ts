// The figures of a shared screen in a session's report.
import { afterEach, expect, test } from "vitest";

import { clear, pageText, show } from "../lib/components/testing";
import type { PictureFigures } from "../lib/protocol.generated";
import { speak } from "../lib/texts/texts.svelte";
import { pictureFigures } from "./testing/report-answers";
import SessionPicture from "./SessionPicture.svelte";

afterEach(() => {
  speak("en", "nothing");
  clear();
});

const rows = () =>
  [...document.querySelectorAll("tbody tr")].map((row) =>
    [...row.children].map((cell) => cell.textContent?.trim()),
  );

test("each step has its times and each tool its data", () => {
  show(SessionPicture, { picture: pictureFigures });
  expect(rows()[0]).toEqual(["Capture", "0.3", "1.2"]);
  expect(rows()[6]).toEqual(["Sum, without network", "17.4", "41.0"]);
  expect(rows().slice(7)).toEqual([
    ["Video", "820.5"],
    ["Exact pixels", "310.0"],
    ["Moves", "0.4"],
    ["Mouse pointer", "9.0"],
    ["All, with headers", "1,160.0"],
  ]);
  expect(pageText()).toContain("1,234 pictures were passed on");
  expect(pageText()).toContain("99.5 % of the picture were exact");
});

test("in German, and without what is not known", () => {
  speak("de", "nothing");
  const picture: PictureFigures = { ...pictureFigures, exact_permille: null };
  show(SessionPicture, { picture });
  expect(rows()[6]).toEqual(["Summe, ohne Netz", "17,4", "41,0"]);
  expect(pageText()).not.toContain("genau.");
});
