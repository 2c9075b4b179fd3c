import { literal } from '../literal.ts';
/**
 * A credential's value as it would be for somebody else: each name that stands in it for its owner, as it is, within
 * parts, or encoded (percent, base64, base64url, hex, also one in the other), is replaced by the other's.
 * @param names what stands for the owner, and what stands for the other
 * @returns undefined where nothing in it names its owner
 */
export function renamed(value: string, names: ReadonlyMap<string, string>, depth = 3): string | undefined {
  const plain = inPlain(value, names);
  if (plain !== undefined || depth === 0) return plain;
  const percent = decodedPercent(value);
  if (percent !== undefined) {
    const inside = renamed(percent, names, depth - 1);
    if (inside !== undefined) return encodeURIComponent(inside);
  }
  const parts = value.split(separators);
  const changed = parts.map((part) => (part.length < shortest ? undefined : recoded(part, names, depth)));
  if (changed.every((part) => part === undefined)) return undefined;
  return parts.map((part, i) => changed[i] ?? part).join('');
}

/** Kept by `split`, since they are a group. */
const separators = /(--|[.:|!~*;,$&])/;
const shortest = 4;

/** Whole words alone: the number 1 is not a part of 17. */
function inPlain(text: string, names: ReadonlyMap<string, string>): string | undefined {
  let changed = text;
  for (const [own, other] of names)
    changed = changed.replace(new RegExp(`(?<![\\w.@-])${literal(own)}(?![\\w.@-])`, 'g'), () => other);
  return changed === text ? undefined : changed;
}

function recoded(part: string, names: ReadonlyMap<string, string>, depth: number): string | undefined {
  for (const encoding of ['hex', 'base64', 'base64url'] as const) {
    if (!alphabets[encoding].test(part)) continue;
    const bytes = Buffer.from(part, encoding);
    const text = bytes.toString();
    const inside = isText(text)
      ? bytesOf(renamed(text, names, depth - 1), 'utf8')
      : bytesOf(atHead(bytes.toString('latin1'), names), 'latin1');
    if (inside === undefined) continue;
    const again = inside.toString(encoding);
    // one of full length may be of those that are padded (RFC 4648 §4), or of those that are not: it is padded
    return part.length % 4 === 0 ? again : again.replace(/=+$/, '');
  }
  return undefined;
}

/** Before bytes that are no text, as those that vouch for it, a name counts where it comes first and is told from the rest. */
function atHead(text: string, names: ReadonlyMap<string, string>): string | undefined {
  for (const [own, other] of names)
    if (text.startsWith(own) && /[:|!,;&]/.test(text.charAt(own.length))) return other + text.slice(own.length);
  return undefined;
}

function bytesOf(text: string | undefined, encoding: 'utf8' | 'latin1'): Buffer | undefined {
  return text === undefined ? undefined : Buffer.from(text, encoding);
}

const alphabets = {
  hex: /^([0-9a-f]{2})+$/i,
  base64: /^[A-Za-z0-9+/]+={0,2}$/,
  base64url: /^[\w-]+={0,2}$/,
};

/** What decodes to something else is no text, and a name in it would be chance. */
function isText(text: string): boolean {
  return !/[^\P{C}\s]|\uFFFD/u.test(text);
}

function decodedPercent(text: string): string | undefined {
  try {
    const decoded = decodeURIComponent(text);
    return decoded === text ? undefined : decoded;
  } catch {
    return undefined;
  }
}
