import { judgeOnEvidence } from '../analysis/claim-evidence.ts';
import type { Claim } from '../results/report.ts';
import type { Results } from '../results/results.ts';
import { list, percent } from '../text/wording.ts';

export default {
  id: 'scaling.session',
  row: 'scaling',
  scheme: 'session',
  statement: 'Several instances need sticky routing or a shared store.',
  restsOn: ['undisturbed', 'instance-dies'],
  judge: (results) =>
    judgeOnEvidence(results, 'session', ({ squares }) => {
      const alone = squares('undisturbed', ({ mode, instances }) => mode === 'own-memory' && instances > 1);
      const joined = squares('undisturbed', ({ mode, instances }) => mode !== 'own-memory' && instances > 1);
      const [dead] = squares('instance-dies', ({ mode }) => mode === 'sticky');
      const isNeeded = alone.every((square) => refusedShare(square) > 0.2);
      const isEnough = joined.every(({ refused }) => refused === 0);
      return {
        state: isNeeded && isEnough ? 'confirmed' : 'refuted',
        measured: `Of the requests of signed-in users, memory of their own made instances refuse ${list(alone.map(inWords))}; sticky routing or a shared store, ${isEnough ? 'none' : 'some'}. When an instance died, sticky routing lost ${dead?.lostUsers} of ${dead?.users} users.`,
        because:
          isNeeded && isEnough
            ? 'an instance knows only what it or the shared store keeps'
            : 'the refusals do not follow where sessions are kept',
      };
    }),
} satisfies Claim;

type Square = Results['scaling'][number];

function refusedShare({ requests, refused }: Square): number {
  return refused / requests;
}

function inWords(square: Square): string {
  return `${percent(refusedShare(square))} at ${square.instances} instances`;
}
