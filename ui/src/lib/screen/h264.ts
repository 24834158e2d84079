// What a decoder must be told about an H.264 stream in Annex B form (ITU-T H.264, annex B and
// 7.3.2.1), read from the stream itself. Pure; called before a key picture is decoded.

const sequenceParameterSet = 7;

/**
 * The codec string (RFC 6381) of an access unit that carries a sequence parameter set, such as
 * `avc1.42c028`; null where there is none.
 */
export function codecOf(unit: Uint8Array): string | null {
  for (let at = nextUnit(unit, 0); at !== null; at = nextUnit(unit, at)) {
    if ((unit[at] ?? 0) % 32 !== sequenceParameterSet) continue;
    const [profile, constraints, level] = unit.subarray(at + 1, at + 4);
    if (profile === undefined || constraints === undefined || level === undefined) return null;
    return `avc1.${hex(profile)}${hex(constraints)}${hex(level)}`;
  }
  return null;
}

/** Where the next unit starts, behind its start code 00 00 01. */
function nextUnit(unit: Uint8Array, from: number): number | null {
  for (let one = unit.indexOf(1, from); one !== -1; one = unit.indexOf(1, one + 1)) {
    if (one >= from + 2 && unit[one - 1] === 0 && unit[one - 2] === 0) return one + 1;
  }
  return null;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
