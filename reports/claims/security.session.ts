import { isHeld, judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';
import { sentence } from '../text/wording.ts';

export default {
  id: 'security.session',
  row: 'security',
  scheme: 'session',
  statement: 'The session id reveals nothing.',
  restsOn: ['session-id-entropy', 'what-is-readable'],
  beyond: ({ credential }) => credential === 'reference',
  judge: (results, own = 'session') =>
    judgeOnEvidence(results, own, ({ figure, attack }) => {
      const readable = figure('what-is-readable', 'claims.readable');
      const entropy = attack('session-id-entropy');
      return {
        state: readable === 0 && isHeld(entropy) ? 'confirmed' : 'refuted',
        measured: `${readable} claims can be read from it. ${sentence(entropy.because)}`,
        because: 'an id that is random says nothing but which record is meant',
      };
    }),
} satisfies Claim;
