import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';
import { duration, percent } from '../text/wording.ts';

export default {
  id: 'jwt.distributed',
  row: 'jwt',
  scheme: 'jwt',
  statement: 'Fits distributed systems that are built around APIs.',
  restsOn: ['second-verifier', 'public-key-forges', 'fetched-key-set'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt', ({ figure, lifetime, optional }) => {
      const offline = figure('second-verifier', 'reads.accepted');
      const alone = figure('public-key-forges', 'verified.offline');
      // runs of before it was measured are judged without it
      const fetched = optional(() => {
        const [accepted, fetches] = [
          figure('fetched-key-set', 'reads.accepted'),
          figure('fetched-key-set', 'fetches.for-reads'),
        ];
        const { configuredMs } = lifetime('fetched-key-set', 'rotation.refused');
        return ` One that fetches the key set fetched it ${fetches === 1 ? 'once' : `${fetches} times`} and accepted ${percent(accepted)}; a key that replaces another unannounced is unknown there for up to ${duration(configuredMs)}.`;
      });
      return {
        state: offline === 1 && alone === 1 ? 'confirmed' : 'refuted',
        measured: `With the issuer dead, another service accepted ${percent(offline)} of ${figure('second-verifier', 'reads.tried')} requests with ${figure('second-verifier', 'commands.per-read')} questions to a store each; a public key alone ${alone === 1 ? 'was enough' : 'was not enough'} to check a token.${fetched ?? ''}`,
        because: `session asked its shared store ${figure('second-verifier', 'commands.per-read', 'session')} time each, and survives the issuer only where it can reach that store`,
      };
    }),
} satisfies Claim;
