import type { Weakness } from '../../weakness.ts';

export default {
  id: 'late-request-writes-token-back',
  title: 'A request writes back at its end the record of its token, as it was when it began',
  cwe: 'CWE-362',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'await store.delete(key(name))' }),
  appliesTo: ({ credential, renewal }) => credential === 'reference' && renewal === 'none',
  async serve(scheme, parts) {
    const { store, settings } = parts;
    const records = new Map<string, string>();
    const sound = await scheme.serve({
      ...parts,
      store: {
        ...store,
        async get(key) {
          const record = await store.get(key);
          if (record !== undefined) records.set(key, record);
          return record;
        },
      },
    });
    return {
      ...sound,
      async touch(ctx) {
        const key = `token:${ctx.state.principal.session}`;
        await store.create(key, records.get(key) ?? '', settings.accessMs);
      },
    };
  },
} satisfies Weakness;
