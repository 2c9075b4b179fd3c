import type { Context } from 'koa';
import type { Account } from '../../accounts/accounts.ts';
import type { Principal } from '../../scheme.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'account-in-unsigned-credential',
  title: 'The credential is the account itself, encoded, and nothing vouches for it',
  cwe: 'CWE-565',
  defence: () => ({ file: 'servers/routes.ts', line: 'ctx.state.principal = await auth.authenticate(ctx)' }),
  appliesTo: ({ transport, credential }) => transport === 'cookie' || credential === 'reference',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    const { credentials, steps } = scheme.protocol;
    const place = credentials[steps.me.carries[0] ?? '']?.in;
    const cookie = place && 'cookies' in place ? place.cookies[0] : undefined;
    const presented = (ctx: Context) =>
      cookie === undefined ? ctx.get('authorization').split(' ')[1] : ctx.cookies.get(cookie, { signed: false });
    return {
      ...sound,
      authenticate: async (ctx) => principalIn(presented(ctx)),
      async signIn(ctx, { id, role }: Account) {
        const text = Buffer.from(JSON.stringify({ id, role })).toString('base64url');
        if (cookie === undefined) return { access_token: text, token_type: 'Bearer' };
        ctx.cookies.set(cookie, text, { signed: false, overwrite: true, secure: true });
        return {};
      },
    };
  },
} satisfies Weakness;

function principalIn(text = ''): Principal | undefined {
  try {
    const { id, role } = JSON.parse(Buffer.from(text, 'base64url').toString());
    return { id, role };
  } catch {
    return undefined;
  }
}
