// The rules that settings must keep, as the portal checks them too, so that a mistake is told at
// its field before anything is sent. Pure; returns reasons, never words.
import {
  fileBytes,
  labelChars,
  replies as mostReplies,
  textChars,
  type AccountSettings,
  type Bilingual,
} from "../lib/protocol.generated";

/** Why a value can't stay as it is. */
export type Reason =
  | "required"
  | "tooLong"
  | "control"
  | "number"
  | "link"
  | "linkAlone"
  | "language"
  | "endings"
  | "ending"
  | "origin"
  | "originPath"
  | "originPlain"
  | "originAny"
  | "originTwice"
  | "shortcut"
  | "shortcutTwice"
  | "tooMany"
  | "refused";

/** Reasons by the path of their field. */
export type Faults = Record<string, Reason>;

/** Origins of pages that may embed the chat. */
export const mostOrigins = 50;

const length = (text: string) => [...text].length;
const between = (value: number, least: number, most: number) =>
  Number.isInteger(value) && value >= least && value <= most;

/** Why a text in both languages can't stay, by language. */
function textFaults(path: string, text: Bilingual): Faults {
  const faults: Faults = {};
  for (const tag of ["de", "en"] as const) {
    // eslint-disable-next-line no-control-regex -- these are the ones that the portal refuses
    if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(text[tag].replaceAll("\r", ""))) {
      faults[`${path}.${tag}`] = "control";
    }
    if (length(text[tag]) > textChars) faults[`${path}.${tag}`] = "tooLong";
  }
  return faults;
}

const isBlank = (text: Bilingual) => text.de.trim() === "" && text.en.trim() === "";

function companyFault(company: string): Reason | null {
  if (company.replace(/[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]/g, "") === "") {
    return "required";
  }
  if (/[\p{Cc}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/u.test(company)) return "control";
  return length(company) > labelChars ? "tooLong" : null;
}

function linkFault(link: string, terms: Bilingual): Reason | null {
  if (link === "") return null;
  if (isBlank(terms)) return "linkAlone";
  const url = URL.canParse(link) ? new URL(link) : null;
  return url?.protocol === "https:" && url.username === "" && link.length <= 500 ? null : "link";
}

/** What somebody typed as a page that may embed the chat: its origin, or why it is none. */
export function originOf(typed: string): { origin: string } | { reason: Reason } {
  const text = typed.trim();
  if (text.includes("*")) return { reason: "originAny" };
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const url = text !== "" && URL.canParse(full) ? new URL(full) : null;
  if (url === null || url.hostname === "" || !/[a-z0-9\]]$/i.test(url.hostname)) {
    return { reason: "origin" };
  }
  const loopback = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (url.protocol === "http:" && !loopback) return { reason: "originPlain" };
  if (url.protocol !== "https:" && url.protocol !== "http:") return { reason: "origin" };
  if (url.username !== "" || url.password !== "") return { reason: "origin" };
  if (!loopback && !url.hostname.includes(".")) return { reason: "origin" };
  return { origin: url.origin };
}

/** The ending that somebody typed, without dot and in small letters, or null where it is none. */
export function endingOf(typed: string): string | null {
  const ending = typed
    .trim()
    .replace(/^\*?\./, "")
    .toLowerCase();
  return /^[a-z0-9]{1,12}$/.test(ending) ? ending : null;
}

function replyFaults(settings: AccountSettings): Faults {
  const faults: Faults = settings.replies.length > mostReplies ? { replies: "tooMany" } : {};
  settings.replies.forEach((reply, index) => {
    const path = `replies.${index}`;
    const twice = settings.replies.filter((one) => one.shortcut === reply.shortcut).length > 1;
    if (!/^[\p{L}\p{N}_-]{1,40}$/u.test(reply.shortcut)) faults[`${path}.shortcut`] = "shortcut";
    else if (twice) faults[`${path}.shortcut`] = "shortcutTwice";
    Object.assign(faults, textFaults(`${path}.text`, reply.text));
    if (isBlank(reply.text)) faults[`${path}.text.de`] = "required";
  });
  return faults;
}

/** Everything about settings that the portal would refuse. */
export function faultsOf(settings: AccountSettings): Faults {
  const { form, texts, files, languages, retention_days: days } = settings;
  const faults: Faults = {};
  const say = (path: string, reason: Reason | null) => reason && (faults[path] = reason);
  say("company", companyFault(settings.company));
  say("languages", languages.length === 0 ? "language" : null);
  say("retention_days", days === null || between(days, 1, 3_650) ? null : "number");
  say("most_open_chats", between(settings.most_open_chats, 1, 100_000) ? null : "number");
  Object.assign(faults, textFaults("form.terms", form.terms));
  say("form.terms_link", linkFault(form.terms_link, form.terms));
  for (const [name, text] of Object.entries(texts)) {
    Object.assign(faults, textFaults(`texts.${name}`, text));
  }
  say("files.most_bytes", between(files.most_bytes, 1, fileBytes) ? null : "number");
  say("files.endings", files.allowed && files.endings.length === 0 ? "endings" : null);
  say("embed_origins", settings.embed_origins.length > mostOrigins ? "tooMany" : null);
  return Object.assign(faults, replyFaults(settings));
}
