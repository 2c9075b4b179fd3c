export type Value = string | Set<string>;

interface Entry {
  value: Value;
  /** Wall clock, ms since the epoch; Infinity for a key that stays. */
  expiresAt: number;
}

/** Keys with an expiry. A key past it is never seen again; its memory goes when it is next touched or swept. */
export interface Keyspace {
  get(key: string): Value | undefined;
  put(key: string, value: Value, expiresAt: number): void;
  delete(key: string): boolean;
  /** Infinity where the key stays, undefined where there is none. */
  expiresAt(key: string): number | undefined;
  expireAt(key: string, at: number): void;
  size(): number;
  /** Of all keys that are not past their time. */
  names(): string[];
  clear(): void;
  /** Looks at up to `most` keys, going on where it last stopped, and drops those past their time. */
  sweep(most: number): void;
  now(): number;
}

export function createKeyspace(now: () => number = Date.now): Keyspace {
  const entries = new Map<string, Entry>();
  let sweeping = entries.entries();

  function live(key: string): Entry | undefined {
    const entry = entries.get(key);
    if (entry === undefined || entry.expiresAt > now()) return entry;
    entries.delete(key);
    return undefined;
  }

  return {
    now,
    get: (key) => live(key)?.value,
    put: (key, value, expiresAt) => void entries.set(key, { value, expiresAt }),
    delete: (key) => live(key) !== undefined && entries.delete(key),
    expiresAt: (key) => live(key)?.expiresAt,
    expireAt(key, at) {
      const entry = live(key);
      if (entry && at > now()) entry.expiresAt = at;
      else entries.delete(key);
    },
    size: () => entries.size,
    names: () => [...entries.keys()].filter((key) => live(key) !== undefined),
    clear: () => entries.clear(),
    sweep(most) {
      const at = now();
      for (let looked = 0; looked < most; looked++) {
        const next = sweeping.next();
        if (next.done) {
          sweeping = entries.entries();
          return;
        }
        const [key, { expiresAt }] = next.value;
        if (expiresAt <= at) entries.delete(key);
      }
    },
  };
}
