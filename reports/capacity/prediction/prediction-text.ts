import { exact } from '../../text/wording.ts';
import type { Limit } from './bounds.ts';
import type { Prediction } from './predict-demand.ts';

export const quantityTitles: Readonly<Record<Prediction['quantity'], string>> = {
  throughput: 'Requests per second',
  'cpu.servers': 'CPU of servers, µs',
  'cpu.store': 'CPU of the store, µs',
  'store.commands': 'Store commands',
  'bytes.up': 'Bytes of a request',
  'bytes.down': 'Bytes of an answer',
};

/** Who had no more to give. */
export const limitNames: Readonly<Record<Limit, string>> = {
  servers: 'servers',
  store: 'the store',
  generator: 'the load generator',
  unknown: 'not known',
};

/** `6 instances`, `read at 2,700/s`. */
export function pointText({ point }: Pick<Prediction, 'point'>): string {
  if (point.instances !== undefined) return `${point.instances} instances${point.mode === 'sticky' ? ', sticky' : ''}`;
  return `${(point.load ?? '').replaceAll('-', ' ')} at ${exact(point.ratePerSecond ?? 0)}/s`;
}

/** `+4.0 %`; a dash where nothing was measured. */
export function errorText({ error }: Pick<Prediction, 'error'>): string {
  if (error === null) return '–';
  const shown = (100 * Math.abs(error)).toFixed(1);
  return `${shown === '0.0' ? '' : error > 0 ? '+' : '−'}${shown} %`;
}
