// What a shared monitor is called: the log has its number, which has a word of its own in each language.

/** The word and the number; a name, where the log has one, as it is. */
export function monitorName(monitor: string, word: string): string {
  return /^[0-9]+$/.test(monitor) ? `${word} ${monitor}` : monitor;
}
