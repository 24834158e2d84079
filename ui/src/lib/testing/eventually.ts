// Waits in tests for what comes about by itself. Longer than a busy machine needs, shorter than a test
// may take, so that a failure still says what was missing.
import { vi } from "vitest";

const deadlineMs = 15_000;

/** What the check gives, as soon as it throws nothing. */
export const eventually = <Value>(check: () => Value | Promise<Value>): Promise<Value> =>
  vi.waitFor(check, { timeout: deadlineMs });
