import { crc32 } from 'node:zlib';
import { HttpError } from '../../http/errors.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'login-failures-in-session',
  title: 'The session of the visitor counts their failed logins, beside text that they chose',
  cwe: 'CWE-307',
  defence: () => ({ file: 'servers/accounts/login-limit.ts', line: 'await store.create(key' }),
  appliesTo: ({ renewal }) => renewal === 'sliding',
  async serve(scheme, parts) {
    return {
      ...(await scheme.serve(parts)),
      logins: {
        async enter(ctx) {
          const { failures = 0, agent = '', startedAt = Date.now() } = ctx.session;
          if (failures >= parts.settings.loginFailures) throw new HttpError(429, 'too_many_attempts', 'Wait.');
          const visitor = { failures: failures + 1, agent: ctx.get('user-agent') };
          // as koa-session does, unless it saves every session with every answer
          if (checksum(visitor) !== checksum({ failures, agent }))
            ctx.session = { id: '', role: 'user', startedAt, ...visitor };
          return async () => {};
        },
      },
    };
  },
} satisfies Weakness;

function checksum(visitor: { readonly failures: number; readonly agent: string }): number {
  return crc32(JSON.stringify(visitor));
}
