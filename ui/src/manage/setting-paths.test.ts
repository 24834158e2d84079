import { expect, test } from "vitest";

import {
  differences,
  mergeOf,
  putValue,
  sectionOf,
  settingOf,
  settingPaths,
  valueOf,
} from "./setting-paths";
import { settings } from "./testing/account";

const changed = (change: (copy: typeof settings) => void) => {
  const copy = structuredClone(settings);
  change(copy);
  return copy;
};

/** The paths of all values, down to texts, lists and plain values. */
function leaves(value: object, path = ""): string[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const here = path === "" ? key : `${path}.${key}`;
    const deeper = typeof inner === "object" && inner !== null && !Array.isArray(inner);
    return deeper && !("de" in inner) ? leaves(inner, here) : [here];
  });
}

test("every setting has its path", () => {
  expect([...settingPaths].sort()).toEqual(leaves(settings).sort());
});

test("a path below a setting means that setting", () => {
  expect(settingOf("texts.welcome.de")).toBe("texts.welcome");
  expect(settingOf("replies.3.text.en")).toBe("replies");
  expect(settingOf("made.up")).toBeNull();
  expect(sectionOf("replies.3.text")).toBe("replies");
  expect(sectionOf("embed_origins.0")).toBe("embed");
  expect(sectionOf("form.terms_link")).toBe("chat");
  expect(sectionOf("retention_days")).toBe("account");
});

test("differences are found and put back", () => {
  const other = changed((copy) => {
    copy.texts.ended.en = "Bye";
    copy.files.endings.push("zip");
  });
  const paths = differences(settings, other);
  expect(paths).toEqual(["texts.ended", "files.endings"]);
  const copy = structuredClone(settings);
  for (const path of paths) putValue(copy, path, valueOf(other, path));
  expect(copy).toEqual(other);
});

test("two people's changes are sorted into mine, theirs and both", () => {
  const mine = changed((copy) => {
    copy.company = "Mine";
    copy.web_chat = false;
    copy.retention_days = 30;
  });
  const theirs = changed((copy) => {
    copy.company = "Theirs";
    copy.web_chat = false;
    copy.most_open_chats = 5;
  });
  expect(mergeOf(settings, mine, theirs)).toEqual({
    both: ["company"],
    mine: ["web_chat", "retention_days"],
    theirs: ["most_open_chats"],
  });
});
