import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import { windowText } from '../analysis/window.ts';
import type { Claim } from '../results/report.ts';
import { percent } from '../text/wording.ts';

export default {
  id: 'state.jwt',
  row: 'state',
  scheme: 'jwt',
  statement: 'The server keeps nothing.',
  restsOn: ['store-use', 'memory-per-user', 'store-stopped', 'replay-after-logout'],
  beyond: ({ store, credential }) => store === 'never' || credential === 'self-contained',
  judge: (results, own = 'jwt') =>
    judgeOnEvidence(results, own, ({ figure, attack }) => {
      const commands = ['login', 'read', 'logout'].map((step) => figure('store-use', `commands.${step}`));
      const bytes = figure('memory-per-user', 'bytes.per-user');
      const served = Math.min(figure('store-stopped', 'reads.served'), figure('store-stopped', 'logins.served'));
      const { window } = attack('replay-after-logout');
      return {
        state: bytes === 0 && commands.every((count) => count === 0) && served === 1 ? 'confirmed' : 'refuted',
        measured: `${Math.max(...commands)} store commands for a login, a request or a logout, ${bytes} bytes per user; with the store killed, ${percent(served)} of logins and requests were served.`,
        because: `what is kept nowhere cannot be taken back: a copied token works for ${windowText(window)} after logout`,
      };
    }),
} satisfies Claim;
