import { setTimeout as later } from 'node:timers/promises';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'renewal-revives-family',
  title: 'A renewal writes back the token family that it read before',
  cwe: 'CWE-613',
  defence: () => ({ file: 'servers/tokens/token-family.ts', line: 'if (before === undefined) throw invalid()' }),
  appliesTo: ({ renewal }) => renewal === 'rotation',
  serve(scheme, parts) {
    const { get, create, swap } = parts.store;
    const read = new Map<string, string>();
    return scheme.serve({
      ...parts,
      store: {
        ...parts.store,
        async get(key) {
          const value = await get(key);
          if (value !== undefined && key.startsWith('family:')) read.set(key, value);
          return value;
        },
        async swap(key, value, ttlMs) {
          await later(writesLateMs);
          const before = await swap(key, value, ttlMs);
          if (before === undefined) await create(key, value, ttlMs);
          return before ?? read.get(key);
        },
      },
    });
  },
} satisfies Weakness;

/** So that a logout at the same time comes between what a renewal reads and what it writes, and not by luck alone. */
const writesLateMs = 50;
