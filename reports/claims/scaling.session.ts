import type { Claim } from '../report.ts';
import type { Results } from '../results.ts';

type Square = Results['scaling'][number];

export default {
  id: 'scaling.session',
  row: 'scaling',
  scheme: 'session',
  statement: 'Several instances need sticky routing or a shared store.',
  judge({ scaling }) {
    const squares = scaling.filter(({ scheme, event, valid, instances }) => scheme === 'session' && event === 'none' && valid && instances > 1);
    const alone = squares.filter(({ mode }) => mode === 'own-memory');
    const joined = squares.filter(({ mode }) => mode === 'shared' || mode === 'sticky');
    const evidence = squares.map((square) => square.evidence);
    if (alone.length === 0 || joined.length === 0) {
      return { state: 'not-run', measured: 'Not measured.', because: 'the scaling grid was left out', basis: [], evidence };
    }
    const broken = alone.every((square) => refusedShare(square) > 0.2);
    const mended = joined.every((square) => refusedShare(square) === 0);
    return {
      state: broken && mended ? 'confirmed' : 'refuted',
      measured: `With its own memory ${alone.map(inWords).join(', ')} of the requests of signed-in users were refused; sticky or shared, ${joined.some((s) => s.refused > 0) ? 'some' : 'none'}.`,
      because: broken && mended ? 'each instance knows only its own sessions' : 'the refusals do not follow where the sessions are kept',
      basis: ['measured'],
      evidence,
    };
  },
} satisfies Claim;

function refusedShare({ requests, refused }: Square): number {
  return requests === 0 ? 0 : refused / requests;
}

function inWords(square: Square): string {
  return `${(100 * refusedShare(square)).toFixed(0)} % at ${square.instances} instances`;
}
