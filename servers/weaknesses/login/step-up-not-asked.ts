import type { Weakness } from '../../weakness.ts';

export default {
  id: 'step-up-not-asked',
  title: 'Whoever is signed in may do what is very sensitive, without showing once more who they are',
  cwe: 'CWE-306',
  defence: () => ({ file: 'servers/stepped-up.ts', line: 'await ownPassword(' }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async middleware(ctx, next) {
        const atOnce = async () => {
          const principal = ctx.path === '/payout' ? await sound.authenticate(ctx) : undefined;
          if (!principal) return next();
          await parts.accounts.recordTransfer(principal.id);
          ctx.body = { id: principal.id, role: principal.role };
        };
        await (sound.middleware ? sound.middleware(ctx, atOnce) : atOnce());
      },
    };
  },
} satisfies Weakness;
