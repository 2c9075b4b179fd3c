/** How far a run is, and how long it may still take. */
export interface Pace {
  done: number;
  /** Further rounds are in no plan: never fewer than have been seen. */
  total(running: number): number;
  leftMs(): number;
  begin(cells: number, estimateMs: number, goesOn?: boolean): void;
  elapsedMs(): number;
}

export function openPace(): Pace {
  const start = performance.now();
  let [planned, estimateMs, goesOn] = [0, 0, false];
  const pace: Pace = {
    done: 0,
    total: (running) => (planned === 0 ? 0 : Math.max(planned, pace.done + running)),
    elapsedMs: () => performance.now() - start,
    leftMs: () => leftMs({ done: pace.done, total: planned, elapsedMs: pace.elapsedMs(), estimateMs, goesOn }),
    begin(cells, ms, rounds = false) {
      [planned, estimateMs, goesOn] = [cells, ms, rounds];
    },
  };
  return pace;
}

interface Seen {
  readonly done: number;
  readonly total: number;
  readonly elapsedMs: number;
  /** What was planned for all of it. */
  readonly estimateMs: number;
  /** Rounds are added until that has passed. */
  readonly goesOn?: boolean;
}

/** First as planned, and the more is done the more by the pace so far, which a busy machine makes a slower one. */
export function leftMs({ done, total, elapsedMs, estimateMs, goesOn = false }: Seen): number {
  const planned = Math.max(0, estimateMs - elapsedMs);
  if (done === 0 || total === 0) return planned;
  const share = Math.min(1, done / total);
  const learned = (elapsedMs / share) * (1 - share);
  const left = planned === 0 ? learned : (1 - share) * planned + share * learned;
  return goesOn ? Math.max(planned, left) : left;
}

export function leftText(ms: number): string {
  if (ms < 15_000) return 'almost done';
  return ms < 90_000 ? `about ${Math.round(ms / 10_000) * 10} s left` : `about ${Math.round(ms / 60_000)} min left`;
}
