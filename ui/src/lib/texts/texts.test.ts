import { beforeEach, describe, expect, test } from "vitest";

import { errorCodes } from "../protocol.generated";
import { dictionaries, language, languageOf, localized, speak, texts } from "./texts.svelte";

/** All keys of a dictionary with the kind of what they lead to. */
function shape(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [`${path}: ${typeof value}`];
  return Object.entries(value).flatMap(([key, inner]) => shape(inner, `${path}/${key}`));
}

function strings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(strings) : [];
}

describe("dictionaries", () => {
  test.each(errorCodes)("%s has a sentence in both languages", (code) => {
    for (const dictionary of Object.values(dictionaries)) {
      expect(dictionary.errors[code]).toMatch(/^\S.{8,}[.!]$/);
    }
    expect(dictionaries.de.errors[code]).not.toBe(dictionaries.en.errors[code]);
  });

  test("both say the same things", () => {
    expect(shape(dictionaries.de)).toEqual(shape(dictionaries.en));
  });

  test("nothing is empty or left over from a draft", () => {
    for (const dictionary of Object.values(dictionaries)) {
      for (const text of strings(dictionary)) expect(text).not.toMatch(/^\s*$|TODO|undefined/);
    }
  });

  test("accessible names are the ones that tests elsewhere rely on", () => {
    const names = (t: typeof dictionaries.en) => [
      t.portal.start,
      t.chat.start,
      t.chat.name,
      t.chat.question,
      t.messages.message,
      t.messages.send,
      t.chat.save,
      t.console.upgrade,
      t.yes,
      t.no,
      t.ok,
      t.cancel,
      t.signIn.email,
      t.signIn.password,
      t.signIn.submit,
      t.console.take,
      t.console.end,
      t.chat.end,
      t.console.stopSharing,
    ];
    expect(names(dictionaries.en)).toMatchInlineSnapshot(`
      [
        "Start chat",
        "Start chat",
        "Your name",
        "Your question",
        "Message",
        "Send",
        "Save chat history",
        "Upgrade to standard session",
        "Yes",
        "No",
        "OK",
        "Cancel",
        "E-mail",
        "Password",
        "Sign in",
        "Take",
        "End session",
        "End session",
        "Stop sharing",
      ]
    `);
    expect(names(dictionaries.de)).toMatchInlineSnapshot(`
      [
        "Chat starten",
        "Chat starten",
        "Ihr Name",
        "Ihre Frage",
        "Nachricht",
        "Senden",
        "Chatverlauf speichern",
        "Upgrade auf Standardsitzung",
        "Ja",
        "Nein",
        "OK",
        "Abbrechen",
        "E-Mail",
        "Kennwort",
        "Anmelden",
        "Übernehmen",
        "Sitzung beenden",
        "Sitzung beenden",
        "Freigabe beenden",
      ]
    `);
  });
});

describe("language", () => {
  beforeEach(() => history.replaceState(null, "", "/chat"));

  test.each([
    ["?lang=de", "en-US", "de"],
    ["?lang=en", "de-AT", "en"],
    ["", "de-AT", "de"],
    ["", "fr", "en"],
    ["?lang=xx", "de", "en"],
  ] as const)("of %j in a browser that speaks %s is %s", (search, browser, expected) => {
    expect(languageOf(search, browser)).toBe(expected);
  });

  test("a choice holds at once and on the way to other pages", () => {
    expect(localized("/chat#x")).toBe("/chat#x");
    speak("de");
    expect([language(), texts().yes, document.documentElement.lang]).toEqual(["de", "Ja", "de"]);
    expect(location.search).toBe("?lang=de");
    expect(localized("/chat#x")).toBe("/chat?lang=de#x");
    speak("en", "nothing");
    expect(location.search).toBe("?lang=de");
  });
});
