import { HttpError } from '../../http/errors.ts';
import { jsonBody } from '../../http/json-body.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'unknown-user-answered-early',
  title: 'A login as an unknown user is refused without hashing the password',
  cwe: 'CWE-208',
  defence: () => ({ file: 'servers/routes.ts', line: 'account?.passwordHash ?? nobody' }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    const { signIns } = sound.guard ?? {};
    return {
      ...sound,
      guard: {
        ...sound.guard,
        async signIns(ctx, next) {
          if (ctx.is('application/json')) {
            await jsonBody(ctx, async () => {});
            const { username } = (ctx.request.body ?? {}) as { username?: unknown };
            if (!(await parts.accounts.byUsername(String(username)))) {
              throw new HttpError(401, 'invalid_credentials', 'Username or password is wrong.');
            }
          }
          await (signIns ? signIns(ctx, next) : next());
        },
      },
    };
  },
} satisfies Weakness;
