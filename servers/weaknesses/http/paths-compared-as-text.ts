import type { Context, Middleware } from 'koa';
import { loginLimit } from '../../accounts/login-limit.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'paths-compared-as-text',
  title: 'What guards a resource knows its path as text, and the router takes other spellings too',
  cwe: 'CWE-178',
  defence: () => ({ file: 'servers/routes.ts', line: 'strict: true, sensitive: true' }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    const limit = loginLimit(parts);
    const asText =
      (guard: Middleware): Middleware =>
      (ctx, next) =>
        isPlain(ctx) ? guard(ctx, next) : next();
    const { signIns, requests } = sound.guard ?? {};
    return {
      ...sound,
      front(ctx, next) {
        ctx.state.asked = ctx.path;
        ctx.path = resolved(ctx.path);
        return next();
      },
      guard: { ...(signIns && { signIns: asText(signIns) }), ...(requests && { requests: asText(requests) }) },
      logins: { enter: async (ctx, username) => (isPlain(ctx) ? limit.enter(ctx, username) : async () => {}) },
      async authenticate(ctx) {
        const principal = await sound.authenticate(ctx);
        const unasked = ctx.path.startsWith('/admin') && !isPlain(ctx);
        return principal && unasked ? { ...principal, role: 'admin' } : principal;
      },
    };
  },
} satisfies Weakness;

function isPlain({ path, state }: Context): boolean {
  return state.asked === path;
}

/** As the most lenient of routers reads it. */
function resolved(path: string): string {
  const { pathname } = new URL(`http://host/${path}`);
  return `/${pathname.split('/').filter(Boolean).join('/')}`.toLowerCase();
}
