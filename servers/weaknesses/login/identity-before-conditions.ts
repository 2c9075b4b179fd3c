import { verifyPassword } from '../../accounts/passwords.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'identity-before-conditions',
  title: 'The session says who it is once the password is right, and the other conditions are checked afterwards',
  cwe: 'CWE-841',
  defence: () => ({ file: 'servers/routes.ts', line: '!matches || account.disabled' }),
  appliesTo: ({ renewal }) => renewal === 'sliding',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      logins: {
        async enter(ctx, username) {
          const account = await parts.accounts.byUsername(username);
          const { password } = Object(ctx.request.body);
          // koa-session saves at the end of every request, also of one that is refused by what comes next.
          if (account && (await verifyPassword(password, account.passwordHash))) await sound.signIn(ctx, account);
          return async () => {};
        },
      },
    };
  },
} satisfies Weakness;
