import { loginLimit } from '../accounts/login-limit.ts';
import { HttpError } from '../http/errors.ts';
import type { Weakness } from '../weakness.ts';

export default {
  id: 'unknown-user-answered-early',
  title: 'A login as an unknown user is refused without hashing the password',
  cwe: 'CWE-208',
  defence: () => ({ file: 'servers/routes.ts', line: 'account?.passwordHash ?? nobody' }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    const limit = loginLimit(parts);
    return {
      ...(await scheme.serve(parts)),
      logins: {
        async enter(ctx, username) {
          if (await parts.accounts.byUsername(username)) return limit.enter(ctx, username);
          throw new HttpError(401, 'invalid_credentials', 'Username or password is wrong.');
        },
      },
    };
  },
} satisfies Weakness;
