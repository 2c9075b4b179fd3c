import type { Results } from '../results/results.ts';
import { type Groups, groupsIn } from '../statistics/groups.ts';
import { upperMedian } from '../statistics/median.ts';
import { percent } from '../text/wording.ts';

type Quality = Results['quality'][number];
type Sample = Results['samples'][number];

/** Servers whose launches fall into two groups, called by their name. Pure. @param rounds cost of each launch that counts, of all arms */
export function qualityOfLaunches(rounds: readonly Sample[]): Quality[] {
  return [...new Set(rounds.map(({ scenario }) => scenario))].flatMap((scenario) => {
    const here = rounds.filter((sample) => sample.scenario === scenario && sample.value > 0);
    const schemes = [...new Set(here.map(({ scheme }) => scheme))];
    const logs = new Map(schemes.map((scheme) => [scheme, besideOthers(here, scheme)]));
    if (Math.max(0, ...[...logs.values()].map(({ length }) => length)) < fewest) return [];
    const found = [...logs].flatMap(([scheme, its]) => {
      const groups = groupsIn(its);
      return groups ? [`${scheme}: ${told(groups)}`] : [];
    });
    return [
      {
        id: `launches.${scenario}`,
        title: `Servers whose launches fall into two groups, ${scenario}`,
        measured: found.length === 0 ? 'none' : found.join('; '),
        limit: 'none',
        state: found.length === 0 ? 'ok' : 'warning',
        consequence:
          'such a server has two costs, and its figure is a mix of them: more rounds tell how often each comes',
      } as const,
    ];
  });
}

/** Fewer say nothing of groups. */
const fewest = 8;

/** What a launch came to beside the middle of the others of its round, whose pace it shared. */
function besideOthers(here: readonly Sample[], scheme: string): number[] {
  return here.flatMap((own) => {
    if (own.scheme !== scheme) return [];
    const others = here.filter((one) => one.round === own.round && one !== own).map(({ value }) => value);
    return others.length < fewestOthers ? [] : [Math.log(own.value / upperMedian(others))];
  });
}

/** Of fewer, one that falls into groups would make groups of the others. */
const fewestOthers = 3;

function told({ lower, upper }: Groups): string {
  const dearer = percent(Math.expm1(upper.centre - lower.centre));
  return `${upper.count} of ${lower.count + upper.count} launches cost ${dearer} more than the others`;
}
