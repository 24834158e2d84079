// The dictionaries of the session reports; apart from the others, because only those load them
// who may open reports.
import type { Language } from "../protocol.generated";
import { deReports } from "./de-reports";
import { enReports, type ReportTexts } from "./en-reports";
import { language } from "./texts.svelte";

export const reportDictionaries: Record<Language, ReportTexts> = { de: deReports, en: enReports };

/** The reports' dictionary in the language now. */
export const reportTexts = (): ReportTexts => reportDictionaries[language()];
