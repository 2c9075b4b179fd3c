import type { RunnerParts } from '../cells/run-cell.ts';
import { type Generator, startGenerator } from '../generator/generator.ts';
import type { Grounds } from '../targets/target.ts';

/** What load is measured with: a generator of its own, and the first of the stores. */
export interface MeasuringGround extends AsyncDisposable {
  readonly generator: Generator;
  readonly grounds: Grounds;
}

export async function openMeasuringGround({
  grounds,
  stores,
}: Pick<RunnerParts, 'grounds' | 'stores'>): Promise<MeasuringGround> {
  const generator = await startGenerator();
  return {
    generator,
    grounds: { ...grounds, store: stores[0] },
    [Symbol.asyncDispose]: () => generator[Symbol.asyncDispose](),
  };
}
