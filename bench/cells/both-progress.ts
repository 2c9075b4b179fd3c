import type { Progress } from './progress.ts';

/** Tells two what it is told, the first of them first. */
export function bothProgress(one: Progress, other: Progress): Progress {
  return {
    say(text) {
      one.say(text);
      other.say(text);
    },
    begin(...plan) {
      one.begin(...plan);
      other.begin(...plan);
    },
    cellStarted(...cell) {
      one.cellStarted(...cell);
      other.cellStarted(...cell);
    },
    cellEnded(id) {
      one.cellEnded(id);
      other.cellEnded(id);
    },
    cellDone(cell) {
      one.cellDone(cell);
      other.cellDone(cell);
    },
    measured: (act) => one.measured(() => other.measured(act)),
    end() {
      one.end();
      other.end();
    },
  };
}
