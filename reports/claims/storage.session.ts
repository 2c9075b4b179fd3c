import { isHeld, judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';

export default {
  id: 'storage.session',
  row: 'storage',
  scheme: 'session',
  statement: 'What a session holds stays on the server.',
  restsOn: ['what-is-readable', 'store-dump-replay'],
  judge: (results) =>
    judgeOnEvidence(results, 'session', ({ figure, attack }) => {
      const readable = figure('what-is-readable', 'claims.readable');
      const dump = attack('store-dump-replay');
      const isSafe = isHeld(dump);
      return {
        state: readable > 0 ? 'refuted' : isSafe ? 'confirmed' : 'conditional',
        measured: `The cookie decodes to ${readable} claims. A copy of the store: ${dump.because}.`,
        because: isSafe ? 'the store knows ids by their digest alone' : 'whoever reads the store can act as its users',
        ...(readable === 0 && !isSafe && { condition: 'as long as nobody else can read the store' }),
      };
    }),
} satisfies Claim;
