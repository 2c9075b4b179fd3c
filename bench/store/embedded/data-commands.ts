import type { Command, Commands } from './engine.ts';
import { expireOptions, setOptions, syntaxError } from './options.ts';
import { array, bulk, failure, integer, nullReply, ok, set, status } from './resp.ts';

const expire: Command = {
  arity: -3,
  run([command = '', key = '', ...words], _, { keys }) {
    const options = expireOptions([command, ...words], keys.now());
    if (typeof options === 'string') return options;
    const before = keys.expiresAt(key);
    if (before === undefined || !options.allows(before)) return integer(0);
    keys.expireAt(key, options.at);
    return integer(1);
  },
};

/** The commands on keys that the servers use, each answering as Redis 7 does. */
export const dataCommands: Commands = {
  get: {
    arity: 2,
    run([, key = ''], { resp }, { keys }) {
      const value = keys.get(key);
      if (value instanceof Set) return wrongType;
      return value === undefined ? nullReply(resp) : bulk(value);
    },
  },

  set: {
    arity: -3,
    run([, key = '', value = '', ...words], { resp }, { keys }) {
      const options = setOptions(words, keys.now());
      if (typeof options === 'string') return options;
      const before = keys.get(key);
      if (options.get && before instanceof Set) return wrongType;
      const applies = options.when === undefined || (options.when === 'xx') === (before !== undefined);
      if (applies) keys.put(key, value, options.keepTtl ? (keys.expiresAt(key) ?? Infinity) : options.expiresAt);
      if (options.get) return typeof before === 'string' ? bulk(before) : nullReply(resp);
      return applies ? ok : nullReply(resp);
    },
  },

  del: {
    arity: -2,
    run: ([, ...names], _, { keys }) => integer(count(names, (key) => keys.delete(key))),
  },

  exists: {
    arity: -2,
    run: ([, ...names], _, { keys }) => integer(count(names, (key) => keys.get(key) !== undefined)),
  },

  pexpire: expire,
  /** For clients that are not ours: stores of sessions prolong them by the second. */
  expire,

  pttl: {
    arity: 2,
    run([, key = ''], _, { keys }) {
      const at = keys.expiresAt(key);
      if (at === undefined) return integer(-2);
      return integer(at === Infinity ? -1 : at - keys.now());
    },
  },

  sadd: {
    arity: -3,
    run([, key = '', ...added], _, { keys }) {
      const members = keys.get(key) ?? new Set();
      if (typeof members === 'string') return wrongType;
      const before = members.size;
      if (before === 0) keys.put(key, members, Infinity);
      for (const member of added) members.add(member);
      return integer(members.size - before);
    },
  },

  srem: {
    arity: -3,
    run([, key = '', ...removed], _, { keys }) {
      const members = keys.get(key);
      if (typeof members === 'string') return wrongType;
      const found = members ? count(removed, (member) => members.delete(member)) : 0;
      if (members?.size === 0) keys.delete(key);
      return integer(found);
    },
  },

  smembers: {
    arity: 2,
    run([, key = ''], { resp }, { keys }) {
      const members = keys.get(key);
      return typeof members === 'string' ? wrongType : set(members ?? [], resp);
    },
  },

  type: {
    arity: 2,
    run([, key = ''], _, { keys }) {
      const value = keys.get(key);
      return status(value === undefined ? 'none' : typeof value === 'string' ? 'string' : 'set');
    },
  },

  /** All keys in one step, however few were asked for: a step may give more. */
  scan: {
    arity: -2,
    run([, cursor, ...words], _, { keys }) {
      const counts = words.length === 2 && words[0]?.toLowerCase() === 'count';
      if (words.length > 0 && !counts) return failure('ERR this store lists its keys by COUNT alone');
      const names = cursor === '0' ? keys.names() : [];
      return array([bulk('0'), array(names.map(bulk))]);
    },
  },

  dbsize: { arity: 1, run: (_, __, { keys }) => integer(keys.size()) },
  flushdb: { arity: -1, run: ([, ...words], _, { keys }) => flush(words, () => keys.clear()) },
  flushall: { arity: -1, run: ([, ...words], _, { keys }) => flush(words, () => keys.clear()) },
};

const wrongType = failure('WRONGTYPE Operation against a key holding the wrong kind of value');

function count(names: readonly string[], test: (name: string) => boolean): number {
  return names.reduce((sum, name) => sum + Number(test(name)), 0);
}

function flush(words: readonly string[], clear: () => void): string {
  const [how = 'sync'] = words;
  if (words.length > 1 || !['sync', 'async'].includes(how.toLowerCase())) return syntaxError;
  clear();
  return ok;
}
