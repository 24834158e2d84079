// A short tone for a new message. Owns one audio context, made when somebody first touches the page
// (browsers allow none before); silent where sound is forbidden.
let context: AudioContext | null = null;

function wake(): void {
  try {
    context ??= new AudioContext();
    void context.resume().catch(() => undefined);
  } catch {
    // No sound here.
  }
}

/** Gets ready with the next key or click. */
export function prepareChime(): () => void {
  const events = ["pointerdown", "keydown"] as const;
  for (const name of events) addEventListener(name, wake, { passive: true });
  return () => {
    for (const name of events) removeEventListener(name, wake);
  };
}

/** Plays it, if the browser lets it. */
export function chime(): void {
  if (context?.state !== "running") return;
  for (const [pitch, after] of [
    [660, 0],
    [880, 0.12],
  ] as const) {
    const begin = context.currentTime + after;
    const tone = new OscillatorNode(context, { type: "sine", frequency: pitch });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, begin);
    volume.gain.linearRampToValueAtTime(0.09, begin + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.001, begin + 0.16);
    tone.connect(volume).connect(context.destination);
    tone.start(begin);
    tone.stop(begin + 0.18);
  }
}
