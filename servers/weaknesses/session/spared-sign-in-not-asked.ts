import { AsyncLocalStorage } from 'node:async_hooks';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'spared-sign-in-not-asked',
  title: 'A change of the password begins its sign-in anew, whether or not somebody ended it meanwhile',
  cwe: 'CWE-613',
  defence: ({ renewal }) => ({
    file: 'servers/schemes/{scheme}.ts',
    line: renewal === 'sliding' ? 'await sessions.take(except)' : 'const goesOn =',
  }),
  // a family that was ended is not there to be begun anew from
  appliesTo: ({ store, renewal }) => (store === 'every-request' || store === 'when-stale') && renewal !== 'rotation',
  async serve(scheme, parts) {
    const sparing = new AsyncLocalStorage<boolean>();
    const { store } = parts;
    const sound = await scheme.serve({
      ...parts,
      store: {
        ...store,
        // whoever came first, it was this call
        async delete(...keys) {
          const deleted = await store.delete(...keys);
          return sparing.getStore() ? keys.length : deleted;
        },
        mark: async (...entry) => (await store.mark(...entry)) || sparing.getStore() === true,
      },
    });
    return {
      ...sound,
      endAll: (accountId, except) => sparing.run(except !== undefined, () => sound.endAll(accountId, except)),
    };
  },
} satisfies Weakness;
