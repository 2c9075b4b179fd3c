import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';
import { percent, times } from '../text/wording.ts';

export default {
  id: 'session.small-scale',
  row: 'session',
  scheme: 'session',
  statement: 'Good enough while one instance does.',
  restsOn: ['undisturbed', 'wire-cost', 'authenticated-read'],
  judge: (results) =>
    judgeOnEvidence(results, 'session', ({ figure, squares, comparison, optional }) => {
      const [one] = squares('undisturbed', ({ mode, instances }) => mode === 'own-memory' && instances === 1);
      const more = squares('undisturbed', ({ mode, instances }) => mode === 'own-memory' && instances > 1);
      const [lossy] = more.filter(({ refused }) => refused > 0).sort((a, b) => a.instances - b.instances);
      const cost = optional(() => comparison('authenticated-read', 'cpu.total', 'session', 'jwt'));
      const cpu = cost ? `; with a shared store jwt takes ${times(cost.ratio)} times its CPU (${cost.verdict})` : '';
      return {
        state: one?.refused !== 0 ? 'refuted' : lossy ? 'conditional' : 'confirmed',
        measured: `One instance with sessions in its memory refused ${one?.refused} of ${one?.requests} requests, without any store, for ${figure('wire-cost', 'bytes.credential-per-request')} bytes per request where jwt takes ${figure('wire-cost', 'bytes.credential-per-request', 'jwt')}${cpu}.`,
        because: 'what needs sharing is only missed by a second instance',
        ...(one?.refused === 0 &&
          lossy && {
            condition: `one instance only: ${lossy.instances === 2 ? 'a second' : lossy.instances} cost ${percent(lossy.refused / lossy.requests)} of requests`,
          }),
      };
    }),
} satisfies Claim;
