/** How long a replica may lag behind and still be healed of it; a minute is far more than one that is in use does. */
const keptMs = 60_000;
const most = 10_000;

/** The keys that this process has deleted of late. */
export interface Endings {
  note(keys: readonly string[]): void;
  recent(): readonly string[];
}

/**
 * A replica that takes over may not have heard the last deletions, and what was ended then lives again. Whoever asked
 * for them has been told that they are done, so that they must be said again; doing so twice does no harm.
 */
export function createEndings(now: () => number = () => performance.now()): Endings {
  /** In the order of their time: a Map keeps the order of insertion. */
  const ended = new Map<string, number>();
  const forget = () => {
    for (const [key, at] of ended) {
      if (ended.size <= most && now() - at <= keptMs) return;
      ended.delete(key);
    }
  };
  return {
    note(keys) {
      for (const key of keys) {
        ended.delete(key);
        ended.set(key, now());
      }
      forget();
    },
    recent() {
      forget();
      return [...ended.keys()];
    },
  };
}
