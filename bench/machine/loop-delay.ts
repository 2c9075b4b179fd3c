import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Watches how long this process's event loop keeps a timer waiting. */
export interface LoopWatch {
  begin(): void;
  /** @returns the 99th percentile since it began, in µs. */
  end(): number;
}

export function watchLoop(): LoopWatch {
  const loop = monitorEventLoopDelay({ resolution: tickMs });
  return {
    begin() {
      loop.reset();
      loop.enable();
    },
    end() {
      loop.disable();
      // what Node records is the time between two ticks
      return Math.max(0, loop.percentile(99) / 1_000 - tickMs * 1_000);
    },
  };
}

const tickMs = 10;
