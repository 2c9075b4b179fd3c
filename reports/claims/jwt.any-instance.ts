import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';

export default {
  id: 'jwt.any-instance',
  row: 'jwt',
  scheme: 'jwt',
  statement: 'Any instance validates with the secret.',
  restsOn: ['undisturbed', 'shared-secret-forges', 'public-key-forges'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt', ({ figure, squares }) => {
      const grid = squares('undisturbed', ({ instances }) => instances > 1);
      const refused = grid.reduce((sum, row) => sum + row.refused, 0);
      const forged = figure('shared-secret-forges', 'forged.accepted');
      const verified = figure('public-key-forges', 'verified.offline');
      const withPublic = figure('public-key-forges', 'forged.accepted');
      return {
        state: refused > 0 ? 'refuted' : forged > 0 ? 'conditional' : 'confirmed',
        measured: `${refused} requests refused by any instance. Whoever holds the shared secret made ${forged} of ${figure('shared-secret-forges', 'forged.tried')} admin tokens that were accepted; whoever holds only a public key ${verified === 1 ? 'could check' : 'could not check'} and made ${withPublic} of ${figure('public-key-forges', 'forged.tried')}.`,
        because: 'a shared secret signs as well as it checks',
        ...(refused === 0 &&
          forged > 0 && {
            condition: 'every holder of the secret can also issue; with an asymmetric key only the issuer can',
          }),
      };
    }),
} satisfies Claim;
