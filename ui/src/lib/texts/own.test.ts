import { expect, test } from "vitest";

import { ownDictionaries } from "./own";

test("nothing of the own account is empty or left in the other language", () => {
  const same: string[] = [];
  const walk = (en: unknown, de: unknown, path: string) => {
    if (typeof en === "string" && typeof de === "string") {
      expect(de.trim(), path).not.toBe("");
      if (en === de) same.push(path);
    } else if (typeof en === "object" && en !== null) {
      for (const [key, inner] of Object.entries(en)) {
        walk(inner, (de as Record<string, unknown>)[key], `${path}/${key}`);
      }
    }
  };
  walk(ownDictionaries.en, ownDictionaries.de, "");
  expect(same).toEqual([]);
  for (const one of Object.values(ownDictionaries)) {
    expect(one.wait(31)).toContain("31 s");
    expect(one.wait(90)).toContain("2 min");
    expect(one.factor.left(1)).not.toBe(one.factor.left(2));
  }
});
