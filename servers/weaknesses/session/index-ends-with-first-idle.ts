import type { Weakness } from '../../weakness.ts';

export default {
  id: 'index-ends-with-first-idle',
  title: 'The index of sign-ins ends with the idle time of the last login, although sign-ins live on by use',
  cwe: 'CWE-613',
  defence: ({ renewal }) =>
    renewal === 'sliding'
      ? { file: 'servers/session-store.ts', line: 'const listed = ' }
      : { file: 'servers/tokens/token-family.ts', line: 'const listed = ' },
  appliesTo: ({ renewal, store }) => renewal !== 'none' && store !== 'never',
  serve(scheme, parts) {
    const { create } = parts.store;
    const { idleMs } = parts.settings;
    return scheme.serve({
      ...parts,
      store: {
        ...parts.store,
        create: (key, value, ttlMs, listed) => create(key, value, ttlMs, listed && { ...listed, ttlMs: idleMs }),
      },
    });
  },
} satisfies Weakness;
