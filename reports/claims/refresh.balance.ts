import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import { windowText } from '../analysis/window.ts';
import type { Claim } from '../results/report.ts';
import { exact, list } from '../text/wording.ts';

export default {
  id: 'refresh.balance',
  row: 'refresh',
  scheme: 'jwt-refresh',
  statement: 'The access lifetime sets security against convenience.',
  restsOn: ['silent-renewal', 'replay-after-logout', 'store-use'],
  judge: (results) =>
    judgeOnEvidence(results, 'jwt-refresh', ({ figure, attack }) => {
      const { window } = attack('replay-after-logout');
      const logins = figure('silent-renewal', 'logins.forced');
      const refresh = figure('store-use', 'commands.refresh');
      const points = [1, 5, 15, 60].map((min) => `${60 / min} (${exact((60 / min) * refresh)}) at ${min} min`);
      return {
        state: window.kind !== 'endless' && logins === 0 ? 'confirmed' : 'refuted',
        measured: `A thief keeps their copy for ${windowText(window)} after logout, so that the lifetime bounds the theft; its price is renewals, not logins (${logins}). By arithmetic, renewals an hour (and their store commands): ${list(points)}.`,
        because: 'one number moves both ends, and the user notices neither',
      };
    }),
} satisfies Claim;
