// The dictionaries of an agent's own account and of the second step of a sign-in; apart from the
// others, because only pages for agents load them.
import type { Language } from "../protocol.generated";
import { deOwn } from "./de-own";
import { enOwn, type OwnTexts } from "./en-own";
import { language } from "./texts.svelte";

export const ownDictionaries: Record<Language, OwnTexts> = { de: deOwn, en: enOwn };

/** The dictionary of the own account in the language now. */
export const ownTexts = (): OwnTexts => ownDictionaries[language()];
