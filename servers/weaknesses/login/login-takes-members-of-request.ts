import type { Weakness } from '../../weakness.ts';

export default {
  id: 'login-takes-members-of-request',
  title: 'A login copies whatever the request holds over what it knows of the account',
  cwe: 'CWE-915',
  defence: () => ({ file: 'servers/routes.ts', line: 'bodyAs(Login, ctx)' }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return { ...sound, signIn: (ctx, account) => sound.signIn(ctx, { ...account, ...Object(ctx.request.body) }) };
  },
} satisfies Weakness;
