// Saves a screenshot as a file of the agent's. Its name tells what it is and when, and nothing of
// the session. Used by `Screen.svelte`.

/** A file name with the local time, such as `screen-2026-11-23-09-05-07.png`. */
export function screenshotName(word: string, at: Date): string {
  const date = [at.getFullYear(), at.getMonth() + 1, at.getDate()];
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()];
  const numbers = [...date, ...time].map((number) => String(number).padStart(2, "0"));
  return `${word}-${numbers.join("-")}.png`;
}

/** Has the browser save a file under this name. */
export function save(file: Blob, name: string): void {
  const href = URL.createObjectURL(file);
  const link = Object.assign(document.createElement("a"), { href, download: name });
  link.click();
  // The download has begun by the time of the next turn, and holds the file itself.
  setTimeout(() => URL.revokeObjectURL(href), 0);
}
