import { isHeld, judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';
import { duration } from '../text/wording.ts';

export default {
  id: 'storage.jwt-refresh',
  row: 'storage',
  scheme: 'jwt-refresh',
  statement: 'A short access token for requests, a long refresh token to renew it.',
  restsOn: ['what-is-readable', 'store-dump-replay'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt-refresh', ({ figure, attack }) => {
      const accessMs = 1_000 * figure('what-is-readable', 'lifetime.access');
      const refreshMs = 1_000 * figure('what-is-readable', 'lifetime.cookie');
      const dump = attack('store-dump-replay');
      const isSafe = isHeld(dump);
      return {
        state: accessMs >= refreshMs ? 'refuted' : isSafe ? 'confirmed' : 'conditional',
        measured: `Handed out for ${duration(accessMs)} and ${duration(refreshMs)}. A copy of the store: ${dump.because}.`,
        because: 'the lifetimes were read off the answers of the server',
        ...(accessMs < refreshMs && !isSafe && { condition: 'as long as nobody else can read the store' }),
      };
    }),
} satisfies Claim;
