// What the fields of a customer's form are called and what is wrong with them. Used by every form that
// leads into a session; read while it is drawn, for the language may change.
import type { FieldRule } from "../lib/protocol.generated";
import { texts } from "../lib/texts/texts.svelte";
import type { Failure } from "../lib/texts/words";

/** A field's name, which says so where it may stay empty. */
export const labelled = (label: string, rule: FieldRule): string =>
  rule === "optional" ? texts().customer.form.optional(label) : label;

/** The sentence for a failure, at the field that it is about. */
export const complaint = (failure: Failure | null, code: Failure): string | null =>
  failure === code ? texts().errors[code] : null;
