import type { Weakness } from '../../weakness.ts';

export default {
  id: 'step-up-for-all-sign-ins',
  title: 'Once somebody has shown who they are, all sign-ins of their account may do what is very sensitive',
  cwe: 'CWE-308',
  defence: () => ({ file: 'servers/stepped-up.ts', line: 'await ownPassword(' }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    const shown = new Set<string>();
    return {
      ...sound,
      // a proof is good once, and this request may be asked twice who makes it
      authenticate: async (ctx) => ctx.state.asked ?? sound.authenticate(ctx),
      async middleware(ctx, next) {
        const onceShown = async () => {
          const principal = ctx.path === '/payout' ? await sound.authenticate(ctx) : undefined;
          ctx.state.asked = principal;
          if (!principal || !shown.has(principal.id)) {
            await next();
            if (ctx.path === '/payout' && ctx.status === 200) shown.add(Object(ctx.body).id);
            return;
          }
          await parts.accounts.recordTransfer(principal.id);
          ctx.body = { id: principal.id, role: principal.role };
        };
        await (sound.middleware ? sound.middleware(ctx, onceShown) : onceShown());
      },
    };
  },
} satisfies Weakness;
