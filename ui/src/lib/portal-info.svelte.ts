// What this portal says of itself in public, fetched once for a page. Used by every page.
import { get } from "./api";
import type { Bilingual, Language, PublicPortal } from "./protocol.generated";
import { language, speak } from "./texts/texts.svelte";

const nothing: Bilingual = { de: "", en: "" };
const unknown: PublicPortal = {
  company: "Corporate Customer",
  version: "",
  queues: [],
  web_chat: true,
  modes: { web: true, queue: true, phone: true, message: true },
  form: {
    name: "required",
    question: "required",
    email: "hidden",
    terms: nothing,
    terms_link: "",
  },
  texts: { welcome: nothing, waiting: nothing, nobody: nothing, ended: nothing },
  languages: ["de", "en"],
  files: { allowed: false, most_bytes: 0, endings: [] },
  staffed: true,
};

let info = $state.raw<PublicPortal>(unknown);

/** What is known of the portal now. */
export const portalInfo = (): PublicPortal => info;

/** Fetches it. */
export async function loadPortalInfo(): Promise<void> {
  info = { ...unknown, ...(await get<Partial<PublicPortal>>("/api/v1/portal")) };
}

/** Fetches it for a page of customers, who get the account's languages only. */
export async function loadPortalForCustomer(): Promise<void> {
  await loadPortalInfo();
  const [first] = info.languages;
  if (first && !info.languages.includes(language())) speak(first, "nothing");
}

/** A text of the account's own in the page's language, or in the other where there is none. */
export function own(text: Bilingual, wanted: Language = language()): string {
  const other = wanted === "de" ? text.en : text.de;
  return (text[wanted].trim() || other).trim();
}

/** A queue's name for people. */
export function queueName(id: string): string {
  const queue = info.queues.find((one) => one.id === id);
  return queue ? own(queue.name) : id;
}
