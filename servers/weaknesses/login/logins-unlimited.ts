import type { Weakness } from '../../weakness.ts';

export default {
  id: 'logins-unlimited',
  title: 'Passwords may be guessed as often and as fast as one likes',
  cwe: 'CWE-307',
  defence: () => ({ file: 'servers/routes.ts', line: 'logins.enter(ctx, given.username)' }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    return { ...(await scheme.serve(parts)), logins: { enter: async () => async () => {} } };
  },
} satisfies Weakness;
