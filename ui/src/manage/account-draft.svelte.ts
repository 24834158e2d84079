// The account's settings as somebody edits them: what was loaded, what is typed, what is wrong with
// it, and what happens on saving. One for the whole page, so that moving between sections loses
// nothing. Refuses to overwrite what somebody else saved meanwhile: that is merged first.
import { failureOf, get, PortalError, put } from "../lib/api";
import type { Account, AccountSettings } from "../lib/protocol.generated";
import type { Failure } from "../lib/texts/words";
import { faultsOf, type Faults, type Reason } from "./checks";
import {
  differences,
  mergeOf,
  putValue,
  valueOf,
  type Merge,
  type SettingPath,
} from "./setting-paths";

const address = "/api/v1/account";

/** Somebody else saved first: what they have now, and how it goes together with what is here. */
export interface Conflict {
  theirs: Account;
  merge: Merge;
}

export class AccountDraft {
  #base = $state.raw<Account | null>(null);
  #settings = $state<AccountSettings | null>(null);
  /** Why nothing could be loaded. */
  failure = $state<Failure | null>(null);
  /** Why the last saving did not work, where no field is to blame. */
  refusal = $state<Failure | null>(null);
  saving = $state(false);
  /** How often settings were saved; each time is announced. */
  saved = $state(0);
  conflict = $state.raw<Conflict | null>(null);
  /** The field to put the cursor into; the page does so and clears it. */
  wanted = $state<string | null>(null);
  /** Fields that the portal refused, and with which values. */
  #refused = $state.raw<{ path: string; settings: string } | null>(null);
  /** Whether mistakes are shown at fields that nobody has left yet. */
  #strict = $state(false);

  readonly changes = $derived.by<SettingPath[]>(() =>
    this.#base === null || this.#settings === null
      ? []
      : differences(this.#base.settings, this.#settings),
  );
  readonly faults = $derived.by<Faults>(() => {
    if (this.#settings === null) return {};
    const faults = faultsOf(this.#settings);
    const refused = this.#refused;
    if (refused !== null && refused.settings === JSON.stringify(this.#settings)) {
      faults[refused.path] ??= "refused";
    }
    return faults;
  });

  get loaded(): boolean {
    return this.#settings !== null;
  }

  get dirty(): boolean {
    return this.changes.length > 0;
  }

  /** What is typed now. Only where something is loaded. */
  get now(): AccountSettings {
    if (this.#settings === null) throw new Error("settings are read before they are loaded");
    return this.#settings;
  }

  /** What the portal has, as far as is known here. Only where something is loaded. */
  get before(): AccountSettings {
    if (this.#base === null) throw new Error("settings are read before they are loaded");
    return this.#base.settings;
  }

  /** What is wrong with a field: at once where it is too long, else after saving was tried. */
  fault(path: string): Reason | null {
    const reason = this.faults[path] ?? null;
    return this.#strict || reason === "tooLong" || reason === "control" ? reason : null;
  }

  async load(): Promise<void> {
    this.failure = null;
    try {
      this.#take(await get<Account>(address));
    } catch (error) {
      this.failure = failureOf(error);
    }
  }

  /** Takes back everything that was not saved. */
  discard(): void {
    if (this.#base !== null) this.#take(this.#base);
  }

  /** Forgets everything, such as for another person. */
  forget(): void {
    this.discard();
    this.#base = null;
    this.#settings = null;
  }

  /** Saves; where that can't be, says why and where. */
  async save(): Promise<void> {
    if (this.#base === null || this.saving) return;
    this.refusal = null;
    this.#strict = true;
    const first = Object.keys(this.faults).find((path) => this.faults[path] !== "refused");
    if (first !== undefined) {
      this.wanted = first;
      return;
    }
    const settings = $state.snapshot(this.now);
    this.saving = true;
    try {
      const account: Account = { revision: this.#base.revision, settings };
      const kept = await put<Account | null>(address, account);
      this.#keep(kept ?? { revision: account.revision + 1, settings }, settings);
      this.saved += 1;
    } catch (error) {
      await this.#refuse(error, settings);
    } finally {
      this.saving = false;
    }
  }

  /** Goes on with what somebody else saved and with what was typed here; where both changed the
      same, `keep` tells which of the two stays. */
  resolve(keep: ReadonlySet<SettingPath>): void {
    if (this.conflict === null || this.#settings === null) return;
    const { theirs, merge } = this.conflict;
    const settings = structuredClone(theirs.settings);
    const mine = [...merge.mine, ...merge.both.filter((path) => keep.has(path))];
    const typed = $state.snapshot(this.#settings) as AccountSettings;
    for (const path of mine) putValue(settings, path, valueOf(typed, path));
    this.#base = theirs;
    this.#settings = settings;
    this.conflict = null;
  }

  #take(account: Account): void {
    this.#base = account;
    this.#settings = structuredClone(account.settings);
    this.#refused = null;
    this.#strict = false;
    this.refusal = null;
    this.conflict = null;
  }

  /** Takes over what was saved, without what was typed while it was on its way. */
  #keep(account: Account, sent: AccountSettings): void {
    const typed = $state.snapshot(this.now) as AccountSettings;
    const later = differences(sent, typed);
    this.#take(account);
    for (const path of later) putValue(this.now, path, valueOf(typed, path));
  }

  async #refuse(error: unknown, settings: AccountSettings): Promise<void> {
    const field = error instanceof PortalError ? error.field : null;
    if (field !== null) {
      this.#refused = { path: field, settings: JSON.stringify(settings) };
      this.wanted = field;
      return;
    }
    this.refusal = failureOf(error);
    if (this.refusal !== "outdated") return;
    try {
      const theirs = await get<Account>(address);
      const merge = mergeOf(this.before, settings, theirs.settings);
      this.conflict = { theirs, merge };
      this.refusal = null;
    } catch (again) {
      this.refusal = failureOf(again);
    }
  }
}
