import { loginLimit } from '../../accounts/login-limit.ts';
import { verifyPassword } from '../../accounts/passwords.ts';
import { HttpError } from '../../http/errors.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'limit-spares-right-password',
  title: 'Whoever knows the password of a limited account is told that it is locked, and others that they must wait',
  cwe: 'CWE-204',
  defence: () => ({ file: 'servers/accounts/login-limit.ts', line: "'Too many failed logins: wait.'" }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    const limit = loginLimit(parts);
    return {
      ...(await scheme.serve(parts)),
      logins: {
        enter: (ctx, username) =>
          limit.enter(ctx, username).catch(async (error) => {
            const account = await parts.accounts.byUsername(username);
            const { password = '' } = Object(ctx.request.body);
            if (!account || !(await verifyPassword(password, account.passwordHash))) throw error;
            throw new HttpError(429, 'account_locked', 'This account is locked for a while.');
          }),
      },
    };
  },
} satisfies Weakness;
