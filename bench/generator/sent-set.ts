/** Which arrivals of a schedule were sent, one bit each: two generators that send one of them cannot both hide it. */
export interface SentSet {
  /** @returns whether it was not in it before */
  add(index: number): boolean;
  /** Base64, eight arrivals in a byte, the first in its lowest bit. */
  encode(): string;
}

export function createSentSet(count: number): SentSet {
  const bits = new Uint8Array(Math.ceil(count / 8));
  return {
    add(index) {
      const [byte, bit] = [index >> 3, 1 << (index & 7)];
      const before = bits[byte] ?? 0;
      bits[byte] = before | bit;
      return (before & bit) === 0;
    },
    encode: () => Buffer.from(bits).toString('base64'),
  };
}

/** In rising order. */
export function decodeSent(encoded: string): number[] {
  return [...Buffer.from(encoded, 'base64')].flatMap((byte, at) =>
    [0, 1, 2, 3, 4, 5, 6, 7].flatMap((bit) => (byte & (1 << bit) ? [8 * at + bit] : [])),
  );
}
