import { isHeld, judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';

export default {
  id: 'session.httponly',
  row: 'session',
  scheme: 'session',
  statement: 'A cookie that script cannot read gives extra safety.',
  restsOn: ['xss-token-theft', 'xss-session-riding'],
  beyond: ({ ambient }) => ambient === 'every-request',
  judge: (results, own = 'session') =>
    judgeOnEvidence(results, own, ({ attack }) => {
      const theft = attack('xss-token-theft');
      const riding = attack('xss-session-riding');
      const isUnreadable = isHeld(theft);
      const isUsable = !isHeld(riding);
      return {
        state: !isUnreadable ? 'refuted' : isUsable ? 'conditional' : 'confirmed',
        measured: `Injected script, taking: ${theft.because}. The same script, using it in place: ${riding.because}.`,
        because:
          'what cannot be read cannot be carried away, and the browser still sends it for any script of the page',
        ...(isUnreadable && isUsable && { condition: 'against theft, not against use while the page is open' }),
      };
    }),
} satisfies Claim;
