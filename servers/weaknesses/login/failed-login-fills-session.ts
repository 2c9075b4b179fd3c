import type { SessionData } from '../../session-store.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'failed-login-fills-session',
  title: 'The name of a failed login is kept for the next page, under the key that says who is signed in',
  cwe: 'CWE-841',
  defence: () => ({ file: 'servers/routes.ts', line: 'const handedOut = await auth.signIn(' }),
  appliesTo: ({ renewal }) => renewal === 'sliding',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      logins: {
        async enter(ctx, username) {
          ctx.session = { id: username, role: 'user', startedAt: Date.now() } satisfies SessionData;
          return async () => {};
        },
      },
    };
  },
} satisfies Weakness;
