// The answer to a message that was left, as the agent's own mail program takes it. Pure.

/** A `mailto:` address with subject and the question quoted. */
export function mailTo(
  address: string,
  subject: string,
  greeting: string,
  question: string | null,
): string {
  const quoted = (question ?? "").split("\n").map((line) => `> ${line}`);
  const body = [greeting, "", "", ...(question === null ? [] : quoted)].join("\r\n");
  const to = encodeURIComponent(address).replace("%40", "@");
  return `mailto:${to}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
}
