import type { Weakness } from '../../weakness.ts';

export default {
  id: 'endings-said-once',
  title: 'What was ended is told to the server of the store that answered then, and not to the one that takes over',
  cwe: 'CWE-613',
  defence: () => ({ file: 'servers/store/redis.ts', line: 'const keys = endings.recent()' }),
  appliesTo: ({ store }) => store !== 'never',
  serve(scheme, parts) {
    const { create, update } = parts.store;
    return scheme.serve({
      ...parts,
      store: {
        ...parts.store,
        // by commands of which the store keeps no note
        async delete(...keys) {
          const there = await Promise.all(keys.map((key) => update(key, '{}', 1)));
          return there.filter((was) => was).length;
        },
        mark: (...mark) => create(...mark),
        async addMember(set, member, ttlMs) {
          await create(`${set}:${member}`, '', ttlMs, { set, member, ttlMs });
        },
      },
    });
  },
} satisfies Weakness;
