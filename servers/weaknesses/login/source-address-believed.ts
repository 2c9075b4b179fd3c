import { loginLimit } from '../../accounts/login-limit.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'source-address-believed',
  title: 'A header that the client wrote says from where it comes',
  cwe: 'CWE-348',
  defence: () => ({ file: 'servers/accounts/source.ts', line: 'proxies > 0 &&' }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    // one more than there are
    const settings = { ...parts.settings, proxies: parts.settings.proxies + 1 };
    return { ...(await scheme.serve(parts)), logins: loginLimit({ ...parts, settings }) };
  },
} satisfies Weakness;
