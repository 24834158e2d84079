// Whether a file may be sent, before a byte of it travels. The portal decides again.
import type { FileRules } from "../protocol.generated";

/** Why a file cannot be sent. */
export type Objection = "too_large" | "file_type_refused" | "empty" | null;

export function objection(file: Pick<File, "name" | "size">, rules: FileRules): Objection {
  if (file.size > rules.most_bytes) return "too_large";
  if (file.size === 0) return "empty";
  const ending = /\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase() ?? "";
  return rules.endings.includes(ending) ? null : "file_type_refused";
}

/** The rules as a file dialog wants them. */
export const accepted = (rules: FileRules): string =>
  rules.endings.map((ending) => `.${ending}`).join(",");
