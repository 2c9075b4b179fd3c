import { loginLimit } from '../../accounts/login-limit.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'logins-counted-by-account',
  title: 'Failed logins are counted for each account, and not for whoever makes them',
  cwe: 'CWE-307',
  defence: () => ({ file: 'servers/accounts/login-limit.ts', line: 'await enterSource(' }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    const settings = { ...parts.settings, loginFailuresPerSource: 0 };
    return { ...(await scheme.serve(parts)), logins: loginLimit({ ...parts, settings }) };
  },
} satisfies Weakness;
