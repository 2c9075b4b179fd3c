import { isHeld, judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';

export default {
  id: 'vulnerable.jwt',
  row: 'vulnerable',
  scheme: 'jwt',
  statement: 'Open to injected script when script keeps the token.',
  restsOn: ['xss-token-theft'],
  beyond: ({ transport, renewal }) => transport === 'bearer' && renewal === 'none',
  judge: (results, own = 'jwt') =>
    judgeOnEvidence(results, own, ({ attack }) => {
      const theft = attack('xss-token-theft');
      return {
        state: isHeld(theft) ? 'refuted' : 'confirmed',
        measured: `Injected script: ${theft.because}.`,
        because: 'what the page has to send by hand, every script of the page can read',
      };
    }),
} satisfies Claim;
