import { describe, expect, test } from "vitest";

import type { AuditEntry } from "../lib/protocol.generated";
import { manageDictionaries } from "../lib/texts/manage";
import { deed } from "./audit-words";
import { filled, unknownIn } from "./placeholders";
import { deletedBefore, deletesMore } from "./retention";
import { settingPaths, valueOf } from "./setting-paths";
import { agents, audit, queues, settings } from "./testing/account";
import { servedBy, settingNames, textIn, valueInWords } from "./words";

const { de, en } = manageDictionaries;

function shape(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [`${path}: ${typeof value}`];
  return Object.entries(value).flatMap(([key, inner]) => shape(inner, `${path}/${key}`));
}

test("both languages say the same things, and nothing is empty", () => {
  expect(shape(de)).toEqual(shape(en));
  expect(JSON.stringify([de, en])).not.toMatch(/""|TODO|undefined/);
});

test("placeholders are filled in, others stay and are named", () => {
  const fillings = { customer: "Erika", agent: "Anna", company: "Muster", queue: "Drucker" };
  expect(filled("{customer} {agent} {nobody} {customer}", fillings)).toBe(
    "Erika Anna {nobody} Erika",
  );
  expect(unknownIn("{nobody} {agent} {nobody} {a b}")).toEqual(["{nobody}"]);
  expect(filled("{customer}", { ...fillings, customer: "{agent}" })).toBe("{agent}");
});

test("a text falls back to the other language", () => {
  expect(textIn({ de: " ", en: "Hello" }, "de")).toBe("Hello");
});

test("retention is told by the day, and only stricter ones delete more", () => {
  const now = Date.UTC(2026, 10, 22, 12);
  expect(deletedBefore(30, now, "de")).toBe("23. Oktober 2026");
  expect(deletedBefore(30, now, "en")).toBe("23 October 2026");
  expect([
    deletesMore(null, 30),
    deletesMore(90, 30),
    deletesMore(30, 90),
    deletesMore(30, null),
    deletesMore(30, 30),
  ]).toEqual([true, true, false, false, false]);
});

test("settings have names and values in words", () => {
  expect(settingNames(["texts.welcome.de", "texts.welcome.en", "x.y"], en)).toBe(
    "Text: welcome, x.y",
  );
  for (const path of settingPaths) {
    expect(valueInWords(path, valueOf(settings, path), de)).toMatch(/\S/);
  }
  expect(valueInWords("files.most_bytes", 20 * 1024 * 1024, en)).toBe("20 MB");
  expect(valueInWords("retention_days", null, en)).toBe("Keep for good");
});

test("an agent's queues are named", () => {
  expect(servedBy(agents[0]!, queues, de, "de")).toBe("Alle Warteschlangen");
  expect(servedBy(agents[1]!, queues, en, "en")).toBe("Printers");
});

describe("the audit list", () => {
  test("every kind of entry has a sentence in both languages", () => {
    const base = { id: 1, at: 0, by: null };
    const entries: AuditEntry[] = [
      ...audit,
      { ...base, kind: "queue_removed", queue: "gone" },
      { ...base, kind: "queues_ordered" },
      { ...base, kind: "agent_removed", email: "x@y.z" },
      { ...base, kind: "password_reset", email: "x@y.z" },
      { ...base, kind: "second_factor_reset", email: "x@y.z" },
      { ...base, kind: "second_factor_guessed", email: "x@y.z" },
      { ...base, kind: "second_factor_changed", on: false },
      { ...base, kind: "password_changed" },
      { ...base, kind: "session_read", session: "00000000-0000-0000-0000-000000000000" },
      { ...base, kind: "signed_out_everywhere" },
    ];
    for (const entry of entries) {
      const german = deed(entry, de, "de", queues);
      const english = deed(entry, en, "en", queues);
      expect(german).toMatch(/\S/);
      expect(german).not.toBe(english);
      expect([german, english]).not.toContain(en.audit.unknown);
    }
  });

  test("it names settings, fields and queues", () => {
    const said = audit.map((entry) => deed(entry, de, "de", queues));
    expect(said[1]).toBe("Einstellungen geändert: Größte Datei, Text: Begrüßung");
    expect(said[2]).toBe("Bei ben@demo.test geändert: Recht auf Berichte");
    expect(said[3]).toBe("Warteschlange Drucker gespeichert");
  });
});
