import type { Weakness } from '../../weakness.ts';

export default {
  id: 'store-update-revives',
  title: 'Saving a session writes it whether or not it still exists',
  cwe: 'CWE-613',
  defence: () => ({ file: 'servers/session-store.ts', line: 'await store.update(' }),
  appliesTo: ({ renewal, store }) => renewal === 'sliding' && store !== 'never',
  serve(scheme, parts) {
    const { update, create } = parts.store;
    return scheme.serve({
      ...parts,
      store: {
        ...parts.store,
        // What the usual session stores do: one SET for both.
        update: async (...entry) => (await update(...entry)) || create(...entry),
      },
    });
  },
} satisfies Weakness;
