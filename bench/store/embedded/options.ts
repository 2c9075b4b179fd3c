import { failure } from './resp.ts';

/** Replies to options that cannot be used; the texts are those of Redis 7. */
export const syntaxError = failure('ERR syntax error');
export const notInteger = failure('ERR value is not an integer or out of range');
const invalidExpire = (command: string) => failure(`ERR invalid expire time in '${command}' command`);

/** Redis keeps expiries in a signed 64-bit number of ms. */
const latest = 2 ** 63;

export interface SetOptions {
  when?: 'nx' | 'xx';
  get?: true;
  keepTtl?: true;
  /** ms since the epoch; Infinity where the key stays. */
  expiresAt: number;
}

/** Reads what follows `SET key value`. @returns an error reply where Redis would refuse. */
export function setOptions(words: readonly string[], now: number): SetOptions | string {
  const options: SetOptions = { expiresAt: Infinity };
  let duration: { word: 'ex' | 'px'; text: string } | undefined;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]?.toLowerCase();
    const next = words[i + 1];
    if ((word === 'nx' || word === 'xx') && (options.when ?? word) === word) options.when = word;
    else if (word === 'get') options.get = true;
    else if (word === 'keepttl' && !duration) options.keepTtl = true;
    else if ((word === 'ex' || word === 'px') && next !== undefined && (duration?.word ?? word) === word) {
      if (options.keepTtl) return syntaxError;
      duration = { word, text: next };
      i++;
    } else return syntaxError;
  }
  if (!duration) return options;
  const amount = parseInteger(duration.text);
  if (amount === undefined) return notInteger;
  options.expiresAt = now + amount * (duration.word === 'ex' ? 1000 : 1);
  return amount <= 0 || options.expiresAt >= latest ? invalidExpire('set') : options;
}

/**
 * What `PEXPIRE key ms` or `EXPIRE key seconds` is asked to do: the new expiry, and whether the old one allows it. An
 * error reply otherwise.
 */
export function expireOptions(
  [command = '', duration = '', ...words]: readonly string[],
  now: number,
): { at: number; allows(before: number): boolean } | string {
  const flags = words.map((word) => word.toLowerCase());
  const odd = flags.findIndex((flag) => !['nx', 'xx', 'gt', 'lt'].includes(flag));
  if (odd >= 0) return failure(`ERR Unsupported option ${words[odd]}`);
  const [nx, xx, gt, lt] = ['nx', 'xx', 'gt', 'lt'].map((flag) => flags.includes(flag));
  if (nx && (xx || gt || lt)) {
    return failure('ERR NX and XX, GT or LT options at the same time are not compatible');
  }
  if (gt && lt) return failure('ERR GT and LT options at the same time are not compatible');
  const amount = parseInteger(duration);
  if (amount === undefined) return notInteger;
  const name = command.toLowerCase();
  const ms = name === 'expire' ? amount * 1000 : amount;
  const at = now + ms;
  if (at >= latest || ms < -latest) return invalidExpire(name);
  return {
    at,
    allows: (before) =>
      !(nx && before !== Infinity) && !(xx && before === Infinity) && !(gt && at <= before) && !(lt && at >= before),
  };
}

/** Canonical decimal, as Redis wants it: no sign but minus, no leading zero. */
export function parseInteger(text: string): number | undefined {
  return /^(0|-?[1-9]\d{0,18})$/.test(text) ? Number(text) : undefined;
}
