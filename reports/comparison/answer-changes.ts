import { type AnsweredRounds, answeredRounds } from '../analysis/answered-rounds.ts';
import { unitOf } from '../metrics.ts';
import type { Results } from '../results/results.ts';
import { mostDiscarded } from '../statistics/verdict.ts';
import type { Change } from './change.ts';
import { passesOf } from './remeasured.ts';

/**
 * Schemes that answered in one run and no longer in the other, or the other way round. What they cost cannot be compared
 * then, for want of rounds; that is no reason to pass. As often as a run may discard its rounds, it is none of these.
 */
export function answerChanges(base: Results, head: Results): Change[] {
  const [before, after] = [byLoad(base), byLoad(head)];
  return [...after].flatMap(([key, now]) => {
    const old = before.get(key);
    if (!old || isSilent(old) === isSilent(now)) return [];
    const got = isSilent(now) ? 'worse' : 'better';
    const passes = got === 'worse' ? passesOf(head, now.scenario).flatMap((pass) => byLoad(pass).get(key) ?? []) : [];
    const last = passes.at(-1) ?? now;
    const isOpen = passes.some((pass) => !isSilent(pass));
    return [
      {
        ...{ scenario: now.scenario, scheme: now.scheme, metric: 'errors', unit: unitOf('errors') },
        ...{ ratio: null, ciLow: null, ciHigh: null, rounds: last.rounds },
        verdict: isOpen ? 'inconclusive' : got,
        because: `${inWords(old)} in the old run, ${inWords(now)} in the new one${passes.length > 0 ? `; measured again: ${inWords(last)}` : ''}`,
      },
    ];
  });
}

function byLoad(results: Results): ReadonlyMap<string, AnsweredRounds> {
  return new Map(answeredRounds(results).map((one) => [JSON.stringify([one.scenario, one.scheme]), one]));
}

function isSilent({ rounds, spoilt }: AnsweredRounds): boolean {
  return spoilt.length > mostDiscarded * rounds;
}

function inWords({ rounds, spoilt }: AnsweredRounds): string {
  const [first] = spoilt;
  return `${spoilt.length} of ${rounds} rounds without good answers${first === undefined ? '' : ` (${first})`}`;
}
