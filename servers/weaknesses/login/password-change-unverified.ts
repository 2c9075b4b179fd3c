import { hashPassword } from '../../accounts/passwords.ts';
import { jsonBody } from '../../http/json-body.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'password-change-unverified',
  title: 'Whoever is signed in may set a new password without the current one',
  cwe: 'CWE-620',
  defence: () => ({ file: 'servers/reauthentication.ts', line: 'verifyPassword(current, account.passwordHash)' }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    const { accounts, settings } = parts;
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async middleware(ctx, next) {
        const unverified = async () => {
          const principal = ctx.path === '/password' ? await sound.authenticate(ctx) : undefined;
          if (!principal) return next();
          await jsonBody(ctx, async () => {});
          const { next: password } = Object(ctx.request.body);
          await accounts.change(principal.id, { passwordHash: await hashPassword(password, settings.passwordCost) });
          ctx.status = 204;
        };
        await (sound.middleware ? sound.middleware(ctx, unverified) : unverified());
      },
    };
  },
} satisfies Weakness;
