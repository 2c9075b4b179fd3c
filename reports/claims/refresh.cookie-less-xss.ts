import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';
import vulnerable from './vulnerable.jwt-refresh.ts';

export default {
  id: 'refresh.cookie-less-xss',
  row: 'refresh',
  scheme: 'jwt-refresh',
  statement: 'A refresh token that script cannot read lowers the harm of injected script.',
  restsOn: ['vulnerable.jwt-refresh', 'xss-token-theft'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt-refresh', ({ attack, premise }) => {
      const harm = premise(vulnerable);
      const theft = attack('xss-token-theft');
      const without = attack('xss-token-theft', 'jwt');
      return {
        state: theft.outcome === 'succeeded' ? 'refuted' : 'conditional',
        measured: `What script took: ${theft.because}; without a refresh token: ${without.because}.`,
        because: harm.because,
        ...(theft.outcome !== 'succeeded' && {
          condition: 'after the page is closed; while it is open, script acts as the user in any scheme',
        }),
      };
    }),
} satisfies Claim;
