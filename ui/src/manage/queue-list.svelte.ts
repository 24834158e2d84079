// The account's queues as the portal has them, for the sections that need them. Changes go to the
// portal at once; what it says no to stays as it was.
import { failureOf, get, put, remove } from "../lib/api";
import type { Queue, QueueId } from "../lib/protocol.generated";
import type { Failure } from "../lib/texts/words";

const address = "/api/v1/queues";
const addressOf = (id: QueueId) => `${address}/${encodeURIComponent(id)}`;

/** The list with one entry at another place. */
export function movedTo<Thing>(list: readonly Thing[], from: number, to: number): Thing[] {
  const rest = list.filter((_, index) => index !== from);
  const moving = list[from];
  return moving === undefined ? [...list] : [...rest.slice(0, to), moving, ...rest.slice(to)];
}

/** A short name made of a name for people. */
export function shortName(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll("ä", "ae")
    .replaceAll("ö", "oe")
    .replaceAll("ü", "ue")
    .replaceAll("ß", "ss")
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "");
  return plain
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "");
}

export class QueueList {
  list = $state.raw<Queue[] | null>(null);
  failure = $state<Failure | null>(null);

  async load(): Promise<void> {
    this.failure = null;
    try {
      this.list = await get<Queue[]>(address);
    } catch (error) {
      this.failure = failureOf(error);
    }
  }

  /** Adds or renames one; throws a `PortalError` where the portal says no. */
  async save(queue: Queue): Promise<void> {
    await put<unknown>(addressOf(queue.id), queue);
    const list = this.list ?? [];
    const known = list.some((one) => one.id === queue.id);
    this.list = known ? list.map((one) => (one.id === queue.id ? queue : one)) : [...list, queue];
  }

  /** Takes one away; throws a `PortalError` where the portal says no. */
  async take(id: QueueId): Promise<void> {
    await remove(addressOf(id));
    this.list = (this.list ?? []).filter((one) => one.id !== id);
  }

  /** Puts one at another place at once, and back where the portal says no. */
  async move(from: number, to: number): Promise<void> {
    const before = this.list ?? [];
    const after = movedTo(before, from, to);
    this.list = after;
    try {
      await put<unknown>(
        address,
        after.map((queue) => queue.id),
      );
    } catch (error) {
      this.list = before;
      throw error;
    }
  }
}
