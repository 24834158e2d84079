// A text that outlives a reload of its tab, and nothing more. Used for drafts and forms.
import { pageStorage } from "./page-storage";

export interface KeptText {
  read: () => string;
  write: (text: string) => void;
}

/** The text kept under this name. */
export function keptText(key: string): KeptText {
  const storage = pageStorage();
  return {
    read: () => storage?.getItem(key) ?? "",
    write: (text) => {
      try {
        if (text === "") storage?.removeItem(key);
        else storage?.setItem(key, text);
      } catch {
        // Storage is full: the page still holds the text.
      }
    },
  };
}
