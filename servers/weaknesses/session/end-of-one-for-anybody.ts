import { knowsEach } from '../../sign-in-listing.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'end-of-one-for-anybody',
  title: 'Whoever knows the name of a sign-in can end it, whosever it is',
  cwe: 'CWE-639',
  defence: ({ renewal, credential }) =>
    renewal === 'none' && credential === 'self-contained'
      ? { file: 'servers/schemes/{scheme}.ts', line: 'digest(one) === wanted' }
      : { file: 'servers/store/listed.ts', line: 'digest(one) === name' },
  appliesTo: knowsEach,
  async serve(scheme, parts) {
    const { store, settings } = parts;
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async list(ctx, accountId) {
        const all = (await sound.list?.(ctx, accountId)) ?? [];
        for (const { name } of all) await store.create(`owner:${name}`, accountId, settings.absoluteMs);
        return all;
      },
      async endOne(accountId, name) {
        return (await sound.endOne?.((await store.get(`owner:${name}`)) ?? accountId, name)) ?? false;
      },
    };
  },
} satisfies Weakness;
