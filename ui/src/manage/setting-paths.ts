// The settings of an account by their paths: which there are, where they are edited, what they
// hold, and which of them differ between two states. Pure.
import type { AccountSettings } from "../lib/protocol.generated";
import type { Section } from "./place";

/** Every setting that is changed as one, in the order of the pages. */
export const settingPaths = [
  "company",
  "web_chat",
  "modes.web",
  "modes.queue",
  "modes.phone",
  "modes.message",
  "chat_after",
  "languages",
  "retention_days",
  "most_open_chats",
  "form.name",
  "form.question",
  "form.email",
  "form.terms",
  "form.terms_link",
  "texts.welcome",
  "texts.waiting",
  "texts.nobody",
  "texts.ended",
  "files.allowed",
  "files.most_bytes",
  "files.endings",
  "replies",
  "embed_origins",
] as const;

export type SettingPath = (typeof settingPaths)[number];

/** The setting that a path of the portal's means: `texts.welcome.de` is `texts.welcome`. */
export function settingOf(path: string): SettingPath | null {
  return settingPaths.find((one) => path === one || path.startsWith(`${one}.`)) ?? null;
}

/** The section in which a setting is edited. */
export function sectionOf(path: string): Section {
  const head = path.split(".")[0];
  if (head === "form" || head === "texts") return "chat";
  if (head === "files" || head === "replies") return head;
  return head === "embed_origins" ? "embed" : "account";
}

type Branch = Record<string, unknown>;

/** The value of a setting. */
export function valueOf(settings: AccountSettings, path: SettingPath): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, step) => (value as Branch)[step], settings as unknown);
}

/** Puts a value where a path leads. */
export function putValue(settings: AccountSettings, path: SettingPath, value: unknown): void {
  const steps = path.split(".");
  const last = steps.pop() ?? "";
  const branch = steps.reduce<unknown>((inner, step) => (inner as Branch)[step], settings);
  (branch as Branch)[last] = value;
}

/** The settings that are not the same in both. */
export function differences(one: AccountSettings, other: AccountSettings): SettingPath[] {
  const text = (settings: AccountSettings, path: SettingPath) =>
    JSON.stringify(valueOf(settings, path));
  return settingPaths.filter((path) => text(one, path) !== text(other, path));
}

/** How a change here and a change by somebody else go together. */
export interface Merge {
  /** Changed here only, or alike in both: stays as it is here. */
  mine: SettingPath[];
  /** Changed by the other only: taken over. */
  theirs: SettingPath[];
  /** Changed by both in different ways: to be chosen. */
  both: SettingPath[];
}

/** Sorts what two people changed since `base`. */
export function mergeOf(base: AccountSettings, mine: AccountSettings, theirs: AccountSettings) {
  const here = new Set(differences(base, mine));
  const there = new Set(differences(base, theirs));
  const apart = new Set(differences(mine, theirs));
  const merge: Merge = { mine: [], theirs: [], both: [] };
  for (const path of settingPaths) {
    if (here.has(path) && there.has(path) && apart.has(path)) merge.both.push(path);
    else if (here.has(path)) merge.mine.push(path);
    else if (there.has(path)) merge.theirs.push(path);
  }
  return merge;
}
