import type { Weakness } from '../../weakness.ts';

export default {
  id: 'login-outruns-ending',
  title: 'A login does not look again whether its account was disabled while the password was compared',
  cwe: 'CWE-367',
  defence: () => ({ file: 'servers/routes.ts', line: 'if (now?.version !== account.version) {' }),
  appliesTo: ({ renewal }) => renewal === 'sliding',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async signOut(ctx) {
        // what a login that looks again takes back
        if (ctx.path !== '/login') await sound.signOut(ctx);
      },
    };
  },
} satisfies Weakness;
