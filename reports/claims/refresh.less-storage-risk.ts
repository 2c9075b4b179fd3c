import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';
import { duration } from '../text/wording.ts';

export default {
  id: 'refresh.less-storage-risk',
  row: 'refresh',
  scheme: 'jwt-refresh',
  statement: 'Renewal lowers the risk of tokens that are stored.',
  restsOn: ['stolen-token-window', 'what-is-readable'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt-refresh', ({ figure, attack }) => {
      const own = attack('stolen-token-window');
      const other = attack('stolen-token-window', 'jwt');
      const access = 1_000 * figure('what-is-readable', 'lifetime.access');
      const without = 1_000 * figure('what-is-readable', 'lifetime.access', 'jwt');
      return {
        state: access >= without ? 'refuted' : 'conditional',
        measured: `How long a stolen copy was good. With renewal: ${own.because}. Without: ${other.because}. As they come, the lifetimes are ${duration(access)} and ${duration(without)}.`,
        because: 'a thief keeps an access token for what is left of its life, and renewal lets that be short',
        ...(access < without && {
          condition: 'for the access token; a stolen refresh token is good until its reuse is seen',
        }),
      };
    }),
} satisfies Claim;
