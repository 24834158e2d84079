// The dictionaries of the management center; apart from the others, because only it loads them.
import type { Language } from "../protocol.generated";
import { deManage } from "./de-manage";
import { enManage, type ManageTexts } from "./en-manage";
import { language } from "./texts.svelte";

export const manageDictionaries: Record<Language, ManageTexts> = { de: deManage, en: enManage };

/** The management center's dictionary in the language now. */
export const manageTexts = (): ManageTexts => manageDictionaries[language()];
