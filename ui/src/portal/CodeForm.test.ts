// The code that an agent reads out: how it may be typed, and what is said when it does not fit.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { clear, click, control, pageText, show, type } from "../lib/components/testing";
import { eventually } from "../lib/testing/eventually";
import CodeForm from "./CodeForm.svelte";
import { cursorAfter, digitsOf, grouped } from "./grouping";

describe("grouping", () => {
  test.each([
    ["123456789", "123456789"],
    ["123 456-789", "123456789"],
    ["Code: 12 34 56 78 90 1", "123456789"],
    ["１２３٤٥٦", "123456"],
    ["no digits", ""],
  ])("of %j the digits are %s", (text, digits) => expect(digitsOf(text)).toBe(digits));

  test("digits stand in threes, and the cursor behind the same digit", () => {
    expect(["", "12", "1234", "123456789"].map(grouped)).toEqual([
      "",
      "12",
      "123 4",
      "123 456 789",
    ]);
    expect([0, 3, 4, 9].map(cursorAfter)).toEqual([0, 3, 5, 11]);
  });
});

describe("the form", () => {
  const onstarted = vi.fn();
  let posted: [string, unknown][];
  let answer: () => Response;

  beforeEach(() => {
    sessionStorage.clear();
    onstarted.mockReset();
    posted = [];
    answer = () => Response.json({ session: "s" }, { status: 201 });
    vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
      posted.push([path, JSON.parse(String(init.body))]);
      return Promise.resolve(answer());
    });
    show(CodeForm, { onstarted });
  });
  afterEach(async () => {
    await clear();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  test("a pasted code is grouped, and sent as digits", async () => {
    type("Your code", "987-654-321");
    expect(control<HTMLInputElement>("Your code").value).toBe("987 654 321");
    type("Your name", "Kim");
    click("Connect");
    await eventually(() => expect(onstarted).toHaveBeenCalledWith("s"));
    expect(posted).toEqual([
      [
        "/api/v1/phone-codes/redeem",
        { code: "987654321", name: "Kim", language: "en", email: null, terms_accepted: false },
      ],
    ]);
  });

  test("a short code is counted, and nothing is sent", () => {
    type("Your code", "12345");
    click("Connect");
    expect(pageText()).toContain("The code has 9 digits. You have entered 5.");
    expect(document.activeElement).toBe(control("Your code"));
    expect(posted).toEqual([]);
  });

  test("a wrong code is said at its field and stays there", async () => {
    answer = () => Response.json({ code: "phone_code_unknown" }, { status: 404 });
    type("Your code", "123456789");
    type("Your name", "Kim");
    click("Connect");
    await eventually(() => expect(pageText()).toContain("This code is not valid"));
    expect(control<HTMLInputElement>("Your code").value).toBe("123 456 789");
    type("Your code", "123 456 78");
    expect(pageText()).not.toContain("This code is not valid");
  });

  test("who tried too often is told how long to wait", async () => {
    answer = () => Response.json({ code: "rate_limited", retry_after: 30 }, { status: 429 });
    type("Your code", "123456789");
    type("Your name", "Kim");
    click("Connect");
    await eventually(() => expect(pageText()).toContain("Please wait 30 seconds."));
    click("Connect");
    expect(posted).toHaveLength(1);
  });
});
