import { isHeld, judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';

export default {
  id: 'vulnerable.session',
  row: 'vulnerable',
  scheme: 'session',
  statement: 'Open to cross-site requests, unless cookies are kept to their site.',
  restsOn: ['csrf-cross-site', 'csrf-sibling-domain'],
  beyond: ({ ambient }) => ambient === 'every-request',
  judge: (results, own = 'session') =>
    judgeOnEvidence(results, own, ({ attack }) => {
      const crossSite = attack('csrf-cross-site');
      const sibling = attack('csrf-sibling-domain');
      const isDefended = isHeld(crossSite) && isHeld(sibling);
      return {
        state: isDefended ? 'conditional' : 'confirmed',
        measured: `From another site: ${crossSite.because}. From a sibling subdomain: ${sibling.because}.`,
        because: `without the defence the same page got through: ${crossSite.control.because}`,
        ...(isDefended && {
          condition: 'SameSite stops another site, and a sibling subdomain needs a check of the origin too',
        }),
      };
    }),
} satisfies Claim;
