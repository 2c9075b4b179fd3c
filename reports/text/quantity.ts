const milliseconds: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const bytes: Readonly<Record<string, number>> = { '': 1, B: 1, KB: 1_000, KiB: 1_024, MB: 1_000_000, MiB: 1_048_576 };

/** `250ms`, `5s`, `15m`, `8h` or `30d` in milliseconds; undefined where it is none of these, or not above 0. */
export function parseDuration(text: string): number | undefined {
  return parse(text, milliseconds);
}

/** `4096`, `8KB` or `8KiB` in bytes; undefined where it is none of these, or not above 0. */
export function parseBytes(text: string): number | undefined {
  return parse(text, bytes);
}

function parse(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)\s*([A-Za-z]*)$/.exec(text.trim()) ?? [];
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  const value = Number(digits) * (factor ?? Number.NaN);
  return value > 0 && Number.isFinite(value) ? value : undefined;
}
