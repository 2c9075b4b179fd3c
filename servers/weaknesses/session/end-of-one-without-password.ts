import { knowsEach } from '../../sign-in-listing.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'end-of-one-without-password',
  title: 'A stolen sign-in suffices to end those of its owner',
  cwe: 'CWE-306',
  defence: () => ({ file: 'servers/sign-in-listing.ts', line: 'await ownPassword(' }),
  appliesTo: knowsEach,
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async middleware(ctx, next) {
        const atOnce = async () => {
          const [, name] = /^\/sign-ins\/([^/]+)\/end$/.exec(ctx.path) ?? [];
          const principal = name && (await sound.authenticate(ctx));
          if (!principal) return next();
          ctx.status = (await sound.endOne?.(principal.id, name)) ? 204 : 404;
        };
        await (sound.middleware ? sound.middleware(ctx, atOnce) : atOnce());
      },
    };
  },
} satisfies Weakness;
