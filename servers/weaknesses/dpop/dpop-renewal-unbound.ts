import { tokenFamilies } from '../../tokens/token-family.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'dpop-renewal-unbound',
  title: 'A renewal takes whichever key it comes with, and binds the new access token to that',
  cwe: 'CWE-287',
  defence: () => ({ file: 'servers/tokens/token-family.ts', line: 'family.boundTo !== provenKey' }),
  appliesTo: ({ bound, renewal }) => bound === 'key' && renewal === 'rotation',
  serve: (scheme, parts) =>
    scheme.serve({
      ...parts,
      families(given) {
        const families = (parts.families ?? tokenFamilies)(given);
        return {
          ...families,
          begin: (account) => families.begin(account),
          redeem: (token) => families.redeem(token),
        };
      },
    }),
} satisfies Weakness;
