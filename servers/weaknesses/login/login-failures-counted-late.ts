import { verifyPassword } from '../../accounts/passwords.ts';
import { HttpError } from '../../http/errors.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'login-failures-counted-late',
  title: 'A failed login is counted once its password was checked, so that parallel ones all come before',
  cwe: 'CWE-367',
  defence: () => ({ file: 'servers/routes.ts', line: 'logins.enter(ctx, given.username)' }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    const { loginFailures } = parts.settings;
    const failures = new Map<string, number>();
    return {
      ...(await scheme.serve(parts)),
      logins: {
        async enter(ctx, username) {
          if ((failures.get(username) ?? 0) >= loginFailures) throw new HttpError(429, 'too_many_attempts', 'Wait.');
          const account = await parts.accounts.byUsername(username);
          const { password, current = password } = Object(ctx.request.body);
          const right = account && (await verifyPassword(current, account.passwordHash));
          if (!right) failures.set(username, (failures.get(username) ?? 0) + 1);
          return async () => {};
        },
      },
    };
  },
} satisfies Weakness;
