import { markedFamilies } from '../../tokens/marked-families.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'rotation-locked-by-instance',
  title: 'A refresh token is looked up and then marked under a lock that each instance has for itself',
  cwe: 'CWE-367',
  defence: () => ({ file: 'servers/tokens/token-family.ts', line: 'generation === renewals && (await store.mark(' }),
  appliesTo: ({ renewal }) => renewal === 'rotation',
  serve(scheme, parts) {
    const { get, create } = parts.store;
    let last: Promise<unknown> = Promise.resolve();
    const locked = <T>(act: () => Promise<T>): Promise<T> => {
      const next = last.then(act);
      last = next.catch(() => {});
      return next;
    };
    return scheme.serve({
      ...parts,
      families: markedFamilies,
      store: {
        ...parts.store,
        create: (key, ...entry) =>
          key.startsWith('spent:')
            ? locked(async () => {
                if ((await get(key)) !== undefined) return false;
                await create(key, ...entry);
                return true;
              })
            : create(key, ...entry),
      },
    });
  },
} satisfies Weakness;
