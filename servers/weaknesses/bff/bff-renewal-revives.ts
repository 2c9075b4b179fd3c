import { setTimeout as later } from 'node:timers/promises';
import type { Weakness } from '../../weakness.ts';

/** So that a logout at the same time comes between what a renewal reads and what it writes, and not by luck alone. */
const writesLateMs = 50;

export default {
  id: 'bff-renewal-revives',
  title: 'A renewal writes its session back whether or not that still exists',
  cwe: 'CWE-613',
  defence: () => ({ file: 'servers/session-store.ts', line: 'await store.update(' }),
  appliesTo: ({ behind }) => behind === 'resource-server',
  serve(scheme, parts) {
    const { update, create } = parts.store;
    return scheme.serve({
      ...parts,
      store: {
        ...parts.store,
        async update(...entry) {
          await later(writesLateMs);
          return (await update(...entry)) || create(...entry);
        },
      },
    });
  },
} satisfies Weakness;
