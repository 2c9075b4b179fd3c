import { isHeld, judgeOnEvidence } from '../analysis/claim-evidence.ts';
import { windowText } from '../analysis/window.ts';
import type { Claim } from '../results/report.ts';
import { percent } from '../text/wording.ts';

export default {
  id: 'jwt.stateless-backend',
  row: 'jwt',
  scheme: 'jwt',
  statement: 'Fits where no store is wanted.',
  restsOn: ['store-stopped', 'store-use', 'replay-after-logout', 'disable-user-latency'],
  beyond: ({ store, credential }) => store === 'never' || credential === 'self-contained',
  judge: (results, own = 'jwt') =>
    judgeOnEvidence(results, own, ({ figure, attack }) => {
      const served = Math.min(figure('store-stopped', 'reads.served'), figure('store-stopped', 'logins.served'));
      const [logout, disable] = [attack('replay-after-logout'), attack('disable-user-latency')];
      const cannotEnd = !isHeld(logout) || !isHeld(disable);
      return {
        state: served < 1 ? 'refuted' : cannotEnd ? 'conditional' : 'confirmed',
        measured: `With the store killed ${percent(served)} of logins and requests were served, where session served ${percent(figure('store-stopped', 'reads.served', 'session'))}. What cannot be done: a copied token goes on for ${windowText(logout.window)} after logout and ${windowText(disable.window)} after the account was disabled.`,
        because: `${figure('store-use', 'commands.read')} store commands per request`,
        ...(served === 1 && cannotEnd && { condition: 'if nobody has to be put out before the token ends' }),
      };
    }),
} satisfies Claim;
