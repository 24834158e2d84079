// Finds web addresses in what people write. Only http and https become links; everything stays
// text. Used by `LinkedText`.

export type Segment = { text: string; href?: string };

// What turns the direction of writing ends an address: it could make it look like another.
const address = /\bhttps?:\/\/[^\s<>"'`\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/giu;
const tail = /[.,;:!?\]}…»“”’*_]/u;

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

/**
 * Punctuation after an address belongs to the sentence, unless a bracket is open inside. `look` is
 * told of every character that is looked at.
 */
export function withoutTail(found: string, look?: (character: string) => void): string {
  // Brackets that are closed and not opened.
  let unopened = 0;
  for (const character of found) {
    look?.(character);
    if (character === ")") unopened += 1;
    else if (character === "(") unopened -= 1;
  }
  let end = found.length;
  for (; end > 0; end -= 1) {
    const last = found.charAt(end - 1);
    look?.(last);
    if (last === ")" && unopened > 0) unopened -= 1;
    else if (!tail.test(last)) break;
  }
  return found.slice(0, end);
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
