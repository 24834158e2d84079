// Requests are limited, and come more rarely until they help.
import { expect, test } from "vitest";

import { RequestLimit } from "./request-limit";

test("requests come more rarely until they help", () => {
  const limit = new RequestLimit();
  const asked = (from: number, to: number) => {
    const times = [];
    for (let now = from; now < to; now += 500) if (limit.allows(now)) times.push(now);
    return times;
  };
  expect(asked(0, 16_000)).toEqual([0, 1_000, 3_000, 7_000, 15_000]);
  limit.helped();
  limit.asked(23_000);
  expect(asked(23_000, 26_000)).toEqual([24_000]);
});
