import { isHeld, judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';

export default {
  id: 'security.jwt-refresh',
  row: 'security',
  scheme: 'jwt-refresh',
  statement: 'The refresh token is out of the reach of scripts.',
  restsOn: ['xss-token-theft', 'xss-session-riding'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt-refresh', ({ attack }) => {
      const theft = attack('xss-token-theft');
      const riding = attack('xss-session-riding');
      const isUsable = !isHeld(riding);
      return {
        state: theft.outcome === 'succeeded' ? 'refuted' : isUsable ? 'conditional' : 'confirmed',
        measured: `Injected script, taking: ${theft.because}. The same script, using it in place: ${riding.because}.`,
        because: 'httpOnly hides the cookie from script, and the browser still sends it for that script',
        ...(theft.outcome !== 'succeeded' &&
          isUsable && { condition: 'it cannot be read, and while the page lives it can be used' }),
      };
    }),
} satisfies Claim;
