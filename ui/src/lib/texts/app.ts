// The dictionaries of the desktop app's windows; apart from the others, because only they load them.
import type { Language } from "../protocol.generated";
import { deApp } from "./de-app";
import { enApp, type AppTexts } from "./en-app";
import { language } from "./texts.svelte";

const dictionaries: Record<Language, AppTexts> = { de: deApp, en: enApp };

/** The app's dictionary in the language now. */
export const appTexts = (): AppTexts => dictionaries[language()];
