// Small things about texts in two languages and the names of settings. Pure.
import type { Bilingual, Language, ManagedAgent, Queue } from "../lib/protocol.generated";
import type { ManageTexts } from "../lib/texts/en-manage";
import { settingOf, type SettingPath } from "./setting-paths";

/** A text in a language, or in the other where there is none. */
export function textIn(text: Bilingual, language: Language): string {
  const other = language === "de" ? text.en : text.de;
  return text[language].trim() === "" ? other : text[language];
}

/** A queue's name for people; its short name where it has none. */
export const nameOfQueue = (queue: Queue, language: Language): string =>
  textIn(queue.name, language) || queue.id;

/** An agent's roles for people. */
export const rolesOf = ({ details }: ManagedAgent, t: ManageTexts): string =>
  details.roles.map((role) => t.agents.roles[role]).join(", ") || t.agents.noRole;

/** The queues that an agent serves, for people. */
export function servedBy(
  { details }: ManagedAgent,
  queues: readonly Queue[],
  t: ManageTexts,
  language: Language,
): string {
  if (details.queues.length === 0) return t.agents.allQueues;
  const names = details.queues.map((id) => {
    const queue = queues.find((one) => one.id === id);
    return queue === undefined ? id : nameOfQueue(queue, language);
  });
  return names.join(", ");
}

/** The names of settings, in a row and each once; a path that is not known stands for itself. */
export function settingNames(paths: readonly string[], t: ManageTexts): string {
  const names = paths.map((path) => {
    const known = settingOf(path);
    return known === null ? path : t.settingNames[known];
  });
  return [...new Set(names)].join(", ");
}

/** A setting's value in a few words, for comparing two of them. */
export function valueInWords(path: SettingPath, value: unknown, t: ManageTexts): string {
  if (typeof value === "boolean") return value ? t.values.on : t.values.off;
  if (path === "chat_after") {
    return t.account.afterChoices[value as "transfer" | "web_only" | "both"][0] ?? "";
  }
  if (path === "form.name" || path === "form.question" || path === "form.email") {
    return t.chat.rules[value as "required" | "optional" | "hidden"];
  }
  if (path === "files.most_bytes") return `${Math.round(Number(value) / 10_485.76) / 100} MB`;
  if (path === "retention_days" && value === null) return t.account.keep;
  if (path === "replies") return t.conflict.entries((value as unknown[]).length);
  if (Array.isArray(value)) return value.join(", ") || t.conflict.empty;
  if (typeof value === "object" && value !== null) {
    const { de, en } = value as Bilingual;
    const parts = [de.trim() && `DE: ${de}`, en.trim() && `EN: ${en}`].filter(Boolean);
    return parts.join("\n") || t.conflict.empty;
  }
  return String(value) || t.conflict.empty;
}
