// The viewer's dictionaries; apart from the others, because only agents load them.
import type { Language } from "../protocol.generated";
import { deViewer } from "./de-viewer";
import { enViewer, type ViewerTexts } from "./en-viewer";
import { language } from "./texts.svelte";

const dictionaries: Record<Language, ViewerTexts> = { de: deViewer, en: enViewer };

/** The viewer's dictionary in the language now. */
export const viewerTexts = (): ViewerTexts => dictionaries[language()];
