import { setMaxListeners } from 'node:events';
import type { Generator } from '../generator/generator.ts';
import { startLastingGenerator } from '../generator/lasting-generator.ts';
import type { RunContext } from '../targets/run-context.ts';
import type { LoadParts } from './load-parts.ts';

/** What load is measured with: a generator of its own, and the first of the stores. */
export interface MeasuringContext extends AsyncDisposable {
  readonly generator: Generator;
  readonly context: RunContext;
}

export async function openMeasuringContext({
  context,
  stores,
  stop,
  progress,
  elsewhere,
}: Pick<LoadParts, 'context' | 'stores' | 'stop' | 'progress' | 'elsewhere'>): Promise<MeasuringContext> {
  const generator = (await elsewhere?.generator?.()) ?? (await startLastingGenerator((text) => progress.say(text)));
  // half of a measurement is of no use: whoever ends the run ends it
  const signal = AbortSignal.any([stop.soft, stop.hard]);
  // every request under way listens to it
  setMaxListeners(0, signal);
  return {
    generator,
    context: { ...context, ...(elsewhere && { clusters: elsewhere.clusters }), store: stores[0], signal },
    async [Symbol.asyncDispose]() {
      await generator[Symbol.asyncDispose]();
      // what comes next may use all cores again
      const { pid } = stores[0];
      await context.cores?.release([process.pid, ...(pid === undefined ? [] : [pid])]);
    },
  };
}
