import { figure } from '../text/wording.ts';

/** How a measured unit is shown. */
export interface ShownUnit {
  /** For the header; empty where the metric is a plain number. */
  readonly name: string;
  /** How many of the measured unit are one of the shown. */
  readonly by: number;
  show(value: number): string;
}

/** Chosen by the largest value of a row, so that one header holds for all of it. */
export function unitFor(unit: string, largest: number): ShownUnit {
  if (unit === 'us' && largest >= 1_000_000) return scaled('s', 1_000_000);
  if (unit === 'us' && largest >= 1_000) return scaled('ms', 1_000);
  if (unit === 'bytes' && largest >= 2 ** 20) return scaled('MiB', 2 ** 20);
  if (unit === 'us') return scaled('µs', 1);
  return scaled(unit === 'count' || unit === 'ratio' ? '' : unit, 1);
}

/** `Server CPU per request, µs`. */
export function withUnit(title: string, { name }: ShownUnit): string {
  return name === '' ? title : `${title}, ${name}`;
}

function scaled(name: string, by: number): ShownUnit {
  return { name, by, show: (value) => figure(value / by) };
}
