import type { Results } from '../results/results.ts';
import { list, listOf } from '../text/wording.ts';

type Row = Results['scaling'][number];
type Phases = NonNullable<Row['phases']>;
export type Phase = Phases['before'];

/** How one scheme fared when the store went away and came back. */
export interface OutageLane extends Pick<Row, 'scheme' | 'users' | 'lostUsers' | 'recoveryMs' | 'evidence'> {
  readonly phases: Phases;
}

/** Who got an answer before, during and after an outage of the store. */
export interface Outage {
  /** What the store did, as after ‘while’. */
  readonly while: string;
  readonly lanes: readonly OutageLane[];
  /** Schemes that ask no store. */
  readonly without: readonly string[];
}

/** Faults that are an outage of the store; the first that a run has tells most. */
const outages: readonly (readonly [scenario: string, what: string])[] = [
  ['store-killed', 'the store is down'],
  ['store-killed-with-log', 'the store is down'],
  ['store-frozen', 'the store hangs'],
];

/** Undefined where the store went away from nobody. Pure. */
export function outageOf({ scaling, schemes }: Results): Outage | undefined {
  for (const [scenario, what] of outages) {
    const lanes = schemes.flatMap(({ id }): OutageLane[] => {
      const own = scaling.filter((row) => row.scenario === scenario && row.scheme === id && row.valid);
      const row = own.find(({ mode }) => mode === 'shared') ?? own[0];
      return row?.phases && row.phases.during.requests > 0 ? [{ ...row, phases: row.phases }] : [];
    });
    const without = schemes.filter(({ traits }) => traits.store === 'never').map(({ id }) => id);
    if (lanes.length > 0) return { while: what, lanes, without };
  }
  return undefined;
}

/** The share of requests that got a good answer in time; undefined where there was none. */
export function servedShare({ requests, refused, failed, late }: Phase): number | undefined {
  return requests === 0 ? undefined : (requests - refused - failed - late) / requests;
}

/** In whole percent; what is not all is never told as all, and what is something never as nothing. */
export function shareText(share: number): string {
  const whole = Math.round(100 * share);
  return `${share === 1 || share === 0 ? whole : Math.min(99, Math.max(1, whole))} %`;
}

/** `While the store hangs for 1.2 s, session answers 38 % of requests and jwt-refresh 88 %; jwt needs no store.` */
export function outageFinding({ while: what, lanes, without }: Outage): string {
  const shares = lanes.map(({ scheme, phases }) => [scheme, shareText(servedShare(phases.during) ?? 0)] as const);
  const [lasted, ...unlike] = new Set(lanes.map(({ phases }) => `${Math.round(phases.during.lastedMs / 100) / 10} s`));
  const parts = shares.map(([scheme, share], place) =>
    place === 0 ? `${scheme} answers ${share} of requests` : `${scheme} ${share}`,
  );
  const others = without.length === 0 ? '' : `; ${list(without)} ${without.length > 1 ? 'need' : 'needs'} no store`;
  return `While ${what}${unlike.length === 0 ? ` for ${lasted}` : ''}, ${listOf(mostNamed, parts)}${others}.`;
}

const mostNamed = 3;

/** A sentence for each scheme. */
export function outageWords({ lanes, without }: Outage): string[] {
  return [
    ...lanes.map(({ scheme, phases: { before, during, after }, users, lostUsers, recoveryMs }) => {
      const last =
        recoveryMs === null || recoveryMs === undefined
          ? 'it was not seen to recover'
          : recoveryMs === 0
            ? 'nothing failed after the end'
            : `the last request failed ${Math.round(recoveryMs)} ms after the end`;
      return `${scheme}: before ${counts(before)}, during ${counts(during)}, after ${counts(after)}; ${last}, and ${lostUsers} of ${users} users had to log in again.`;
    }),
    ...without.map((scheme) => `${scheme}: needs no store.`),
  ];
}

function counts(phase: Phase): string {
  return `${Math.round((servedShare(phase) ?? 0) * phase.requests)} of ${phase.requests} answered`;
}
