import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';
import { figure as rounded } from '../text/wording.ts';

export default {
  id: 'storage.jwt',
  row: 'storage',
  scheme: 'jwt',
  statement: 'What the server knows of the user sits in the token.',
  restsOn: ['what-is-readable'],
  beyond: ({ credential }) => credential === 'self-contained',
  judge: (results, own = 'jwt') =>
    judgeOnEvidence(results, own, ({ figure }) => {
      const claims = figure('what-is-readable', 'claims.readable');
      const bytes = figure('what-is-readable', 'bytes.claims-per-request');
      return {
        state: claims > 0 ? 'confirmed' : 'refuted',
        measured: `${claims} claims were read without any key; they are ${bytes} bytes of every request before encoding, ${rounded(bytes / Math.max(1, claims))} per claim.`,
        because: 'a signature protects against change and hides nothing',
      };
    }),
} satisfies Claim;
