import type { Slot } from './interleave.ts';
import { isSteady, windowsNeeded } from './steady.ts';
import { calm, type Weather } from './weather.ts';

/** How many sweeps a round is to have that nothing disturbed. */
export interface Sweeps {
  /** So many count, the last ones. */
  readonly wanted: number;
  /** So many come before them at least, in no figure. */
  readonly before?: number;
  /** However the weather was, and whether or not all have come to rest. */
  readonly most: number;
  /** Whether they go on until the cost of every arm has come to rest. */
  readonly untilAtRest?: boolean;
}

/** One arm's slice in a sweep. */
export interface ArmSlice<S> {
  readonly slice: S;
  readonly weather: Weather;
  /** Of a request, in whatever comes to rest with it. */
  readonly cost: number;
}

export interface Swept<S> {
  /** Those of the arm that count; all arms have those of the same sweeps. */
  readonly slices: readonly [S, ...S[]];
  /** How many slices there were, those included that count for nothing. */
  readonly made: number;
  readonly disturbed: number;
  /** Whether the arm's cost had come to rest; undefined where there were too few slices to tell. */
  readonly steady: boolean | undefined;
}

/**
 * Sweeps over all arms of a round, until enough of them were undisturbed: what was disturbed is measured again on the
 * spot. Whether a sweep counts is decided by the weather of all arms and never by their figures; where too much was disturbed
 * for that, the last ones count as they are, and the round is judged as a whole.
 */
export async function sweep<S>(
  act: () => Promise<ArmSlice<S>>,
  { wanted, before = 0, most, untilAtRest = false }: Sweeps,
  slot: Pick<Slot, 'next'>,
): Promise<Swept<S>> {
  const slices: S[] = [];
  const weathers: Weather[][] = [];
  const costs: number[] = [];
  let [steady, allSteady] = [false, false];
  const inOrder = () => calm(weathers).filter((index) => index >= before);
  const enough = () => inOrder().length >= wanted && (allSteady || !untilAtRest);
  while (slices.length < before + wanted || (slices.length < most && !enough())) {
    const { own, all } = await slot.next(async () => {
      const turned = await act();
      costs.push(turned.cost);
      // whoever came to rest once stays there: of many arms, one or the other would always look as if it moved
      steady ||= isSteady(costs);
      return { ...turned, steady };
    });
    slices.push(own.slice);
    weathers.push(all.map(({ weather }) => weather));
    allSteady = all.every((one) => one.steady);
  }
  const good = inOrder();
  const used = (good.length >= wanted ? good : [...slices.keys()]).slice(-wanted);
  const [first, ...others] = used.map((index) => slices[index] as S);
  return {
    slices: [first as S, ...others],
    made: slices.length,
    disturbed: slices.length - calm(weathers).length,
    steady: slices.length < windowsNeeded ? undefined : steady,
  };
}
