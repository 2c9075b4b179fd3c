import { loginLimit } from '../../accounts/login-limit.ts';
import { addressOf } from '../../accounts/source.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'source-by-whole-address',
  title: 'Failed logins are counted for each IPv6 address, of which one customer has 2^64',
  cwe: 'CWE-307',
  defence: () => ({ file: 'servers/accounts/source.ts', line: 'isIP(address) === 6' }),
  appliesTo: () => true,
  serve: async (scheme, parts) => ({ ...(await scheme.serve(parts)), logins: loginLimit(parts, addressOf) }),
} satisfies Weakness;
