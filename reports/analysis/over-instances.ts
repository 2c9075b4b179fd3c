import { perSecondOf } from '../capacity/growth.ts';
import { leastOf, type ScaleOutRow } from '../capacity/prediction/bounds.ts';
import { limitNames } from '../capacity/prediction/prediction-text.ts';
import { theoryAt } from '../capacity/prediction/theory.ts';
import { median } from '../statistics/median.ts';
import { figure, times } from '../text/wording.ts';

/** How throughput grew with instances, over one curve. */
export interface Grown {
  /** `at 8 instances 5.0 times what one carries (limit: the store)`. */
  readonly text: string;
  /**
   * Whether it grew as instances did, until something that all of them share was at its end. Undefined where it fell short
   * in too few rounds to say so.
   */
  readonly asFar: boolean | undefined;
  /** Requests per second at which a store that has a core to itself is at its end; undefined where none is asked. */
  readonly storeEndsAt: number | undefined;
}

/** @param curve rows that count, one instance among them; else nothing is told */
export function grown(curve: readonly ScaleOutRow[]): Grown | undefined {
  const most = Math.max(...curve.map(({ instances }) => instances));
  const [alone, together] = [perSecondOf(curve, 1), perSecondOf(curve, most)];
  const limits = [...new Set(curve.filter(({ instances }) => instances === most).map(({ limit }) => limit))];
  const storeUs = median(curve.flatMap(({ cpu }) => cpu.store ?? []));
  if (!alone || together === undefined || most === 1) return undefined;
  const short = curve.filter((row) => {
    const theory = theoryAt(curve, row.instances);
    return row.limit === 'servers' && theory !== undefined && row.perSecond < least * leastOf(theory).perSecond;
  });
  const mostOften = Math.max(
    0,
    ...short.map(({ instances }) => short.filter((row) => row.instances === instances).length),
  );
  return {
    text: `at ${most} instances ${times(together / alone)} times what one carries (limit: ${limits.map((one) => limitNames[one]).join(', ')})`,
    asFar: mostOften === 0 ? true : mostOften >= fewestRounds ? false : undefined,
    storeEndsAt: storeUs === undefined || storeUs < noticedUs ? undefined : 1e6 / storeUs,
  };
}

/** Where a store that has a core to itself ends it, as the end of a sentence. */
export function storeEndText({ storeEndsAt }: Grown): string {
  return storeEndsAt === undefined
    ? ''
    : `, until the one core of its store is full, at ${figure(storeEndsAt)} reads/s here`;
}

/** One launch on a machine that is shared may fall short by itself. */
const fewestRounds = 3;
/** Of what theory says: servers that share a processor differ by some percent. */
const least = 0.9;
/** A store that nobody asks uses a little all the same. */
const noticedUs = 5;
