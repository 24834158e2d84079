// The placeholders of canned replies: which there are, and how a reply reads with them filled in.
// Pure.

/** What may stand in braces in a reply. */
export const placeholders = ["customer", "agent", "company", "queue"] as const;

export type Placeholder = (typeof placeholders)[number];

/** What takes their places. */
export type Fillings = Record<Placeholder, string>;

const pattern = /\{([\p{L}\p{N}_-]+)\}/gu;
const isPlaceholder = (name: string): name is Placeholder =>
  (placeholders as readonly string[]).includes(name);

/** The reply with its placeholders filled in. */
export function filled(text: string, fillings: Fillings): string {
  return text.replace(pattern, (whole, name: string) =>
    isPlaceholder(name) ? fillings[name] : whole,
  );
}

/** What looks like a placeholder and is none, as it was written, each once. */
export function unknownIn(text: string): string[] {
  const found = [...text.matchAll(pattern)].filter(([, name = ""]) => !isPlaceholder(name));
  return [...new Set(found.map(([whole]) => whole))];
}
