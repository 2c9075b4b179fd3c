import { hostMs } from '../machine/host-clock.ts';
import type { Control } from './control.ts';

/** One question for the time: where the other clock stands from this one, and how long the answer took. */
export interface Reading {
  readonly offsetMs: number;
  readonly roundTripMs: number;
}

/** The clock of the control Redis, which bench and agents agree on, seen from this host's monotonic clock. */
export interface ControlClock {
  /** The best of the last readings. */
  readonly reading: Reading;
  /** Asks some times more. */
  read(): Promise<void>;
  now(): number;
  /** On `hostMs`. */
  toHost(controlMs: number): number;
  toControl(momentHostMs: number): number;
}

/** @param errorMs what this clock is wrong by, for trials of who notices */
export async function openControlClock({ asked }: Pick<Control, 'asked'>, errorMs = 0): Promise<ControlClock> {
  let readings: readonly Reading[] = [];
  const read = async () => {
    const fresh: Reading[] = [];
    for (let left = readingsAtOnce; left > 0; left -= 1) {
      const before = hostMs();
      const [seconds = '0', micros = '0'] = (await asked.time()).map(String);
      const after = hostMs();
      const controlMs = Number(seconds) * 1_000 + Number(micros) / 1_000;
      fresh.push({ offsetMs: controlMs - (before + after) / 2 + errorMs, roundTripMs: after - before });
    }
    readings = [...readings, ...fresh].slice(-mostReadings);
  };
  await read();
  const offset = () => bestOf(readings).offsetMs;
  return {
    get reading() {
      return bestOf(readings);
    },
    read,
    now: () => hostMs() + offset(),
    toHost: (controlMs) => controlMs - offset(),
    toControl: (momentHostMs) => momentHostMs + offset(),
  };
}

/** The shorter the way was, the less of it can have been uneven: its error is half of it at most (Cristian 1989). Pure. */
export function bestOf(readings: readonly Reading[]): Reading {
  return readings.reduce((best, one) => (one.roundTripMs < best.roundTripMs ? one : best), readings[0] as Reading);
}

const readingsAtOnce = 5;
/** Old ones go, since clocks drift. */
const mostReadings = 20;
