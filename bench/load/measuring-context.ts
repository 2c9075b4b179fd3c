import type { RunnerParts } from '../cells/run-cell.ts';
import { type Generator, startGenerator } from '../generator/generator.ts';
import type { RunContext } from '../targets/target.ts';

/** What load is measured with: a generator of its own, and the first of the stores. */
export interface MeasuringContext extends AsyncDisposable {
  readonly generator: Generator;
  readonly context: RunContext;
}

export async function openMeasuringContext({
  context,
  stores,
}: Pick<RunnerParts, 'context' | 'stores'>): Promise<MeasuringContext> {
  const generator = await startGenerator();
  return {
    generator,
    context: { ...context, store: stores[0] },
    [Symbol.asyncDispose]: () => generator[Symbol.asyncDispose](),
  };
}
