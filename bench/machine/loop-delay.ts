/** Watches how long this process's event loop keeps a timer waiting. */
export interface LoopWatch {
  begin(): void;
  end(): void;
}

/** @param record is told of each tick how late it was, in µs. */
export function watchLoop(record: (delayUs: number) => void): LoopWatch {
  let timer: NodeJS.Timeout | undefined;
  let lastAt = 0;
  const tick = () => {
    const now = performance.now();
    record(Math.max(0, Math.round((now - lastAt - tickMs) * 1_000)));
    lastAt = now;
  };
  return {
    begin() {
      clearInterval(timer);
      lastAt = performance.now();
      timer = setInterval(tick, tickMs).unref();
    },
    end: () => clearInterval(timer),
  };
}

const tickMs = 10;
