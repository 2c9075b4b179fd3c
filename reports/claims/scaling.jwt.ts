import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';
import { exact, list, percent } from '../text/wording.ts';

export default {
  id: 'scaling.jwt',
  row: 'scaling',
  scheme: 'jwt',
  statement: 'Any instance can validate.',
  restsOn: ['undisturbed', 'second-verifier'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt', ({ figure, squares }) => {
      const grid = squares('undisturbed', ({ instances }) => instances > 1);
      const bad = grid.reduce((sum, { refused, wronglyAccepted }) => sum + refused + wronglyAccepted, 0);
      const requests = grid.reduce((sum, one) => sum + one.requests, 0);
      const elsewhere = figure('second-verifier', 'reads.accepted');
      return {
        state: bad === 0 && elsewhere === 1 ? 'confirmed' : 'refuted',
        measured: `${bad} of ${exact(requests)} requests were answered wrongly at ${list(grid.map(({ instances }) => `${instances}`))} instances without any store; another service accepted ${percent(elsewhere)} with the issuer dead.`,
        because: 'the key is all that an instance needs',
      };
    }),
} satisfies Claim;
