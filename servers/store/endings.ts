/** How long a replica may lag behind and still be healed of it; a minute is far more than one that is in use does. */
const keptMs = 60_000;
const most = 10_000;

/** A key that says of something that it is used up. */
export interface Mark {
  readonly key: string;
  readonly value: string;
  readonly ttlMs: number;
}

/** What a set says: that something is used up, or is there to be ended. */
export interface Member {
  readonly set: string;
  readonly member: string;
  readonly ttlMs: number;
}

/** What this process has ended of late. */
export interface Endings {
  /** Keys that were deleted. */
  note(keys: readonly string[]): void;
  noteMark(mark: Mark): void;
  noteMember(member: Member): void;
  /** Takes back what was noted of these. */
  forgetMembers(set: string, members: readonly string[]): void;
  recent(): readonly string[];
  /** Those that have not been deleted since, with what is left of their lives. */
  recentMarks(): readonly Mark[];
  recentMembers(): readonly Member[];
}

/**
 * A replica that takes over may not have heard the last deletions and marks, and what was ended then lives again. Whoever
 * asked for them has been told that they are done, so that they must be said again; doing so twice does no harm.
 */
export function createEndings(now: () => number = () => performance.now()): Endings {
  /** In the order of their time: a Map keeps the order of insertion. */
  const ended = new Map<string, { readonly at: number; readonly mark?: Mark; readonly member?: Member }>();
  const forget = () => {
    for (const [key, { at }] of ended) {
      if (ended.size <= most && now() - at <= keptMs) return;
      ended.delete(key);
    }
  };
  const add = (key: string, what: { readonly mark?: Mark; readonly member?: Member } = {}) => {
    ended.delete(key);
    ended.set(key, { at: now(), ...what });
  };
  const leftMs = (ttlMs: number, at: number) => Math.ceil(ttlMs - (now() - at));
  const nameOf = (set: string, member: string) => JSON.stringify([set, member]);
  return {
    note(keys) {
      for (const key of keys) add(key);
      forget();
    },
    noteMark(mark) {
      add(mark.key, { mark });
      forget();
    },
    noteMember(member) {
      add(nameOf(member.set, member.member), { member });
      forget();
    },
    forgetMembers(set, members) {
      for (const member of members) ended.delete(nameOf(set, member));
    },
    recent() {
      forget();
      return [...ended].flatMap(([key, { mark, member }]) => (mark || member ? [] : [key]));
    },
    recentMarks() {
      forget();
      return [...ended.values()].flatMap(({ at, mark }) => {
        const ttlMs = mark ? leftMs(mark.ttlMs, at) : 0;
        return mark && ttlMs > 0 ? [{ ...mark, ttlMs }] : [];
      });
    },
    recentMembers() {
      forget();
      return [...ended.values()].flatMap(({ at, member }) => {
        const ttlMs = member ? leftMs(member.ttlMs, at) : 0;
        return member && ttlMs > 0 ? [{ ...member, ttlMs }] : [];
      });
    },
  };
}
