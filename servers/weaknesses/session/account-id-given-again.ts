import { hashPassword } from '../../accounts/passwords.ts';
import { jsonBody } from '../../http/json-body.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'account-id-given-again',
  title: 'An account has the id that the last one of its name had',
  cwe: 'CWE-694',
  defence: () => ({ file: 'servers/administration.ts', line: 'const id = randomUUID();' }),
  // where an end acts at once, nothing is left that could name the id
  appliesTo: ({ revocation }) => revocation !== 'immediate',
  async serve(scheme, parts) {
    const { accounts, settings } = parts;
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async middleware(ctx, next) {
        const named = async () => {
          const principal = ctx.path === '/admin/users' ? await sound.authenticate(ctx) : undefined;
          if (principal?.role !== 'admin') return next();
          await jsonBody(ctx, async () => {});
          const { username, password } = Object(ctx.request.body);
          const passwordHash = await hashPassword(password, settings.passwordCost);
          await accounts.add({ id: username, username, role: 'user', passwordHash });
          ctx.status = 201;
          ctx.body = { id: username, role: 'user' };
        };
        await (sound.middleware ? sound.middleware(ctx, named) : named());
      },
    };
  },
} satisfies Weakness;
