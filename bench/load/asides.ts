import type { Loops } from '../cluster/loops.ts';

/** Who can tell more of a block than the kernel counts. */
export interface Witnesses {
  readonly loops?: Loops;
  /** Commands that the store has carried out so far, without those of this question. */
  readonly storeCommands?: () => Promise<number>;
}

/** What they told of it; undefined where nobody could. */
export interface Told {
  /** How long the event loop of the slowest instance kept a timer waiting, in µs, 99th percentile. */
  readonly loopDelayUs: number | undefined;
  readonly storeCommands: number | undefined;
}

/** Asks at the edges of a block. */
export function askBeside({ loops, storeCommands }: Witnesses) {
  const soFar = async () => storeCommands?.().catch(() => undefined);
  let before: Promise<number | undefined> | undefined;
  return {
    begin(): void {
      loops?.watch();
      before = soFar();
    },
    /** Rejects with the signal's reason. */
    async end(signal: AbortSignal): Promise<Told> {
      const [loopDelayUs, first, last] = await Promise.all([loops?.tell(signal), before, soFar()]);
      return { loopDelayUs, storeCommands: first === undefined || last === undefined ? undefined : last - first };
    },
  };
}
