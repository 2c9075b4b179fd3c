import type { Artefact, Credential } from '../../exchange.ts';

/** What is shorter can be guessed: a number of the account or a setting, which nobody has to invent. */
const shortestId = 12;

/**
 * Values of the same shape that nobody was handed: other letters and digits where there were some. A mark such as `s:` stays:
 * without it, nothing would be looked up.
 * @param random numbers in [0, 1)
 */
export function invented(genuine: Credential, random: () => number): Credential {
  const one = ({ role, values }: Artefact): Artefact[] => {
    const long = Object.entries(values).filter(([, value]) => value.length >= shortestId);
    if (long.length === 0) return [];
    return [{ role, values: Object.fromEntries(long.map(([name, value]) => [name, scrambled(value, random)])) }];
  };
  return Object.fromEntries(
    Object.entries(genuine).flatMap(([name, artefact]) => one(artefact).map((other) => [name, other])),
  );
}

function scrambled(value: string, random: () => number): string {
  const mark = /^s(:|%3A)/i.exec(value)?.[0] ?? '';
  const rest = value.slice(mark.length);
  const alphabet = alphabets.find(({ of }) => of.test(rest))?.letters ?? digits + lower + lower.toUpperCase();
  return mark + rest.replace(/[a-z0-9]/gi, () => alphabet[Math.floor(random() * alphabet.length)] ?? 'a');
}

const digits = '0123456789';
const lower = 'abcdefghijklmnopqrstuvwxyz';
const alphabets = [
  { of: /^[^a-z]*$/i, letters: digits },
  { of: /^[^A-Zg-z]*$/, letters: `${digits}abcdef` },
  { of: /^[^A-Z]*$/, letters: digits + lower },
];
