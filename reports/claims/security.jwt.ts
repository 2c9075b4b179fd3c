import { isHeld, judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';

export default {
  id: 'security.jwt',
  row: 'security',
  scheme: 'jwt',
  statement: 'The payload can be read by anybody, so secrets do not belong there.',
  restsOn: ['what-is-readable', 'jwt-unsigned'],
  beyond: ({ credential }) => credential === 'self-contained',
  judge: (results, own = 'jwt') =>
    judgeOnEvidence(results, own, ({ figure, attack }) => {
      const readable = figure('what-is-readable', 'claims.readable');
      const sensitive = figure('what-is-readable', 'claims.sensitive');
      const forgery = attack('jwt-unsigned');
      return {
        state: readable > 0 && isHeld(forgery) ? 'confirmed' : 'refuted',
        measured: `${readable} of ${readable} claims were read without a key, ${sensitive} of them sensitive; reading is not changing: ${forgery.because}.`,
        because: 'a signed token is encoded, not encrypted',
      };
    }),
} satisfies Claim;
