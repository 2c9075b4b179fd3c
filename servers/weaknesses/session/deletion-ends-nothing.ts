import type { Weakness } from '../../weakness.ts';

export default {
  id: 'deletion-ends-nothing',
  title: 'An account is deleted, and who is signed in to it stays so',
  cwe: 'CWE-613',
  defence: () => ({ file: 'servers/administration.ts', line: 'await accounts.remove(id);' }),
  // where nothing is asked for that could end, a deletion has nothing to forget
  appliesTo: ({ revocation }) => revocation !== 'at-expiry',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async middleware(ctx, next) {
        const alone = async () => {
          const [, id] = /^\/admin\/users\/([^/]+)\/delete$/.exec(ctx.path) ?? [];
          const principal = id === undefined ? undefined : await sound.authenticate(ctx);
          if (id === undefined || principal?.role !== 'admin') return next();
          await parts.accounts.remove(id);
          ctx.status = 204;
        };
        await (sound.middleware ? sound.middleware(ctx, alone) : alone());
      },
    };
  },
} satisfies Weakness;
