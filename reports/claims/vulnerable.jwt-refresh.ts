import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';
import { duration } from '../text/wording.ts';

export default {
  id: 'vulnerable.jwt-refresh',
  row: 'vulnerable',
  scheme: 'jwt-refresh',
  statement: 'Open to injected script for the access token, softened by renewal.',
  restsOn: ['xss-token-theft', 'xss-session-riding', 'what-is-readable'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt-refresh', ({ figure, attack }) => {
      const theft = attack('xss-token-theft');
      const riding = attack('xss-session-riding');
      const own = figure('what-is-readable', 'lifetime.access');
      const other = figure('what-is-readable', 'lifetime.access', 'jwt');
      const isSoftened = theft.outcome === 'window' && own < other;
      return {
        state: isSoftened ? 'conditional' : 'refuted',
        measured: `Injected script, taking: ${theft.because}. While the page lives: ${riding.because}.`,
        because: `what it takes is good for ${duration(1_000 * own)} at most, where the token of jwt is good for ${duration(1_000 * other)}`,
        ...(isSoftened && { condition: 'softened once the page is closed; until then script can renew' }),
      };
    }),
} satisfies Claim;
