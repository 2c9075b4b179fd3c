import { ofAttack, ofClaim, ofComparison, ofRuling } from '../../reports/html/verdict.ts';
import { claimStates, outcomes, rulingStates, verdicts } from '../../reports/text/vocabulary.ts';

type Entry = [word: string, text: string];

/** Each verdict with what it means, as results.json spells it, and in the words of the page where these are others. */
export function verdictEntries(): Entry[] {
  return [
    ...of('outcome of an attack', outcomes, (outcome) => [ofAttack({ outcome, asExpected: null }).word]),
    ...of('verdict of a comparison', verdicts, (verdict) =>
      // on either side of 1, since a small difference has a direction
      [2, 0.5].map((ratio) => ofComparison({ verdict, ratio, metric: 'throughput' }).word),
    ),
    ...of('state of a claim', claimStates, (state) => [ofClaim(state).word]),
    ...of('state of a requirement', rulingStates, (state) => [ofRuling(state).word]),
  ];
}

function of<Id extends string>(
  kind: string,
  meanings: Readonly<Record<Id, string>>,
  wordsOf: (id: Id) => readonly string[],
): Entry[] {
  return (Object.keys(meanings) as Id[]).flatMap((id) => {
    const words = wordsOf(id).filter((word) => word !== id.replaceAll('-', ' '));
    return [...new Set([id, ...words])].map((word): Entry => [word, `${kind} · ${meanings[id]}`]);
  });
}
