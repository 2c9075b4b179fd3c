import { AsyncLocalStorage } from 'node:async_hooks';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'spared-sign-in-unlisted',
  title: 'The sign-in that a change of the password spares goes on outside the index of sign-ins',
  cwe: 'CWE-613',
  defence: ({ renewal }) =>
    renewal === 'sliding'
      ? { file: 'servers/schemes/{scheme}.ts', line: 'await except.session.regenerate()' }
      : { file: 'servers/schemes/{scheme}.ts', line: 'const refresh = await families.begin({ id }' },
  appliesTo: ({ renewal, store }) => renewal !== 'none' && store !== 'never',
  async serve(scheme, parts) {
    const { create } = parts.store;
    const sparing = new AsyncLocalStorage<boolean>();
    const sound = await scheme.serve({
      ...parts,
      store: {
        ...parts.store,
        create: (key, value, ttlMs, listed) =>
          create(key, value, ttlMs, ...(listed && !sparing.getStore() ? [listed] : [])),
      },
    });
    return {
      ...sound,
      endAll: (accountId, except) => sparing.run(except !== undefined, () => sound.endAll(accountId, except)),
    };
  },
} satisfies Weakness;
