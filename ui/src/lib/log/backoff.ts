// How long to wait before the next attempt at a connection. Refuses to let many pages that lost
// the same portal come back at the same moment. Used by `LiveSocket`.

const firstMs = 400;
const mostMs = 15_000;

/** Milliseconds before attempt `attempt` (0 is the first again): half fixed, half by chance. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(mostMs, firstMs * 2 ** Math.min(attempt, 10));
  return Math.round(full / 2 + (full / 2) * random());
}
