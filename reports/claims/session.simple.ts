import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';
import { list } from '../text/wording.ts';

export default {
  id: 'session.simple',
  row: 'session',
  scheme: 'session',
  statement: 'Simple: browsers know cookies.',
  restsOn: ['client-steps'],
  judge: (results) =>
    judgeOnEvidence(results, 'session', ({ figure }) => {
      const own = figure('client-steps', 'duties.of-code');
      const others = ['jwt', 'jwt-refresh'].map(
        (scheme) => `${figure('client-steps', 'duties.of-code', scheme)} with ${scheme}`,
      );
      return {
        state: own === 0 ? 'confirmed' : 'refuted',
        measured: `Client code has ${own} things to do, ${list(others)}: keep a credential, send it, notice a refusal, renew, ask again.`,
        because: 'counted from the same description of each protocol that the clients of this run were driven by',
      };
    }),
} satisfies Claim;
