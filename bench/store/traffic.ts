import { upperMedian } from '../../reports/statistics/median.ts';
import type { StoreClient } from './client.ts';

/** What a store was asked, what it answered and what that cost it, by its own count since it was started. */
export interface StoreTraffic {
  readonly commands: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** On a core, all its threads; undefined where it does not tell. */
  readonly cpuUs?: number | undefined;
}

/** @returns reads it, and leaves out what the reading itself takes, each time. */
export function trafficOf(client: StoreClient): () => Promise<StoreTraffic> {
  const own = { commands: 0, bytesIn: 0, bytesOut: 0, cpuUs: 0 };
  const readings: number[] = [];

  async function read<T>(section: string, take: (count: Count) => T): Promise<T> {
    const question = ['INFO', section] as const;
    const text = String(await client.ask(...question));
    own.commands += 1;
    own.bytesIn += question.reduce((sum, word) => sum + bulkBytes(word), `*${question.length}\r\n`.length);
    const taken = take((fact) => Number(new RegExp(`^${fact}:([\\d.]+)`, 'm').exec(text)?.[1]));
    // an answer is on its way only after what it tells was counted
    own.bytesOut += bulkBytes(text);
    return taken;
  }

  return async () => {
    const before = await read('cpu', cpuUsOf);
    const traffic = await read('stats', (count) => ({
      commands: count('total_commands_processed') - own.commands,
      bytesIn: count('total_net_input_bytes') - own.bytesIn,
      bytesOut: count('total_net_output_bytes') - own.bytesOut,
      cpuUs: Number.isNaN(before) ? undefined : before - own.cpuUs,
    }));
    const took = (await read('cpu', cpuUsOf)) - before;
    readings.splice(0, readings.length - mostReadings);
    readings.push(took);
    // the end of this reading and the beginning of the next are seen by neither: a third question, half of what two take
    own.cpuUs += took + upperMedian(readings) / 2;
    return traffic;
  };
}

type Count = (fact: string) => number;

/** What a reading costs changes while a store warms up. */
const mostReadings = 15;

/** getrusage(2) of its process: Redis tells seconds, to the µs. */
function cpuUsOf(count: Count): number {
  return Math.round(1e6 * (count('used_cpu_user') + count('used_cpu_sys')));
}

function bulkBytes(text: string): number {
  const bytes = Buffer.byteLength(text);
  return `$${bytes}\r\n\r\n`.length + bytes;
}

export function trafficBetween(before: StoreTraffic, after: StoreTraffic): StoreTraffic {
  return {
    commands: after.commands - before.commands,
    bytesIn: after.bytesIn - before.bytesIn,
    bytesOut: after.bytesOut - before.bytesOut,
    cpuUs: before.cpuUs === undefined || after.cpuUs === undefined ? undefined : after.cpuUs - before.cpuUs,
  };
}
