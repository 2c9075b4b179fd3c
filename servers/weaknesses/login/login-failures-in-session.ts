import { HttpError } from '../../http/errors.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'login-failures-in-session',
  title: 'The session of the visitor counts his failed logins, beside text that he chose',
  cwe: 'CWE-307',
  defence: () => ({ file: 'servers/accounts/login-limit.ts', line: 'await store.create(key' }),
  appliesTo: ({ renewal }) => renewal === 'sliding',
  async serve(scheme, parts) {
    return {
      ...(await scheme.serve(parts)),
      logins: {
        async enter(ctx) {
          const { failures = 0, startedAt = Date.now() } = ctx.session;
          if (failures >= parts.settings.loginFailures) throw new HttpError(429, 'too_many_attempts', 'Wait.');
          // koa-session writes it only if its CRC-32 has changed.
          ctx.session = { id: '', role: 'user', startedAt, failures: failures + 1, agent: ctx.get('user-agent') };
          return async () => {};
        },
      },
    };
  },
} satisfies Weakness;
