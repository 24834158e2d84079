// Finds web addresses in what people write. Only http and https become links; everything stays
// text. Used by `LinkedText`.

export type Segment = { text: string; href?: string };

const address = /\bhttps?:\/\/[^\s<>"'`]+/giu;

/** The text in pieces, in order; the pieces together are the text. */
export function linkify(text: string): Segment[] {
  const segments: Segment[] = [];
  let done = 0;
  for (const match of text.matchAll(address)) {
    const found = withoutTail(match[0]);
    const href = safe(found);
    if (href === null) continue;
    if (match.index > done) segments.push({ text: text.slice(done, match.index) });
    segments.push({ text: found, href });
    done = match.index + found.length;
  }
  if (done < text.length) segments.push({ text: text.slice(done) });
  return segments;
}

/** Punctuation after an address belongs to the sentence, unless a bracket is open inside. */
function withoutTail(found: string): string {
  let text = found;
  for (;;) {
    const last = text.at(-1) ?? "";
    const closes = last === ")" && count(text, ")") > count(text, "(");
    if (!closes && !/[.,;:!?\]}…»“”’*_]/u.test(last)) return text;
    text = text.slice(0, -1);
  }
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

/** A link that would hide where it leads (`https://bank.example@evil.example`) is none. */
function safe(text: string): string | null {
  try {
    const url = new URL(text);
    const web = url.protocol === "http:" || url.protocol === "https:";
    return web && url.hostname !== "" && url.username === "" && url.password === ""
      ? url.href
      : null;
  } catch {
    return null;
  }
}
