import { jsonBody } from '../../http/json-body.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'password-cut-at-72-bytes',
  title: 'Of a password the first 72 bytes are compared, as bcrypt does',
  cwe: 'CWE-187',
  defence: () => ({ file: 'servers/accounts/passwords.ts', line: "scrypt(password.normalize('NFKC')" }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    return {
      ...(await scheme.serve(parts)),
      async front(ctx, next) {
        if (ctx.method === 'POST' && ctx.is('application/json')) {
          await jsonBody(ctx, async () => {});
          const given: Record<string, unknown> = Object(ctx.request.body);
          for (const name of ['password', 'current', 'next']) {
            const value = given[name];
            if (typeof value === 'string') given[name] = Buffer.from(value).subarray(0, 72).toString();
          }
        }
        await next();
      },
    };
  },
} satisfies Weakness;
