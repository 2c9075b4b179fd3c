import { upperQuantile } from '../../../reports/statistics/median.ts';
import { Redis } from 'ioredis';
import { difference, sample } from '../../machine/resources.ts';
import type { StoreHandle } from '../../store/open-store.ts';

/** What one store costs its callers. */
export interface StoreFigures {
  /** One call at a time, as a request handler waits for it. */
  readonly roundTripUs: { readonly p50: number; readonly p99: number };
  /** With 64 calls in flight: as much as this one driver can ask for. */
  readonly callsPerSecond: number;
  /** Of the store's process, per call, one call at a time and with 64; undefined where it is not ours to see. */
  readonly cpuUs: { readonly alone: number | undefined; readonly concurrent: number | undefined };
  readonly rssBytes: number | undefined;
}

const keys = 2_000;
/** About what a session weighs. */
const value = 'x'.repeat(330);
const ttlMs = 600_000;

/** Four reads to one write that must find its key, on 2,000 keys. */
export async function measureStore(store: StoreHandle, calls: number): Promise<StoreFigures> {
  const client = new Redis(store.url);
  try {
    for (let i = 0; i < keys; i++) await client.set(`k${i}`, value, 'PX', ttlMs);
    await drive(client, 1, calls / 4);
    const alone = await observed(store, () => drive(client, 1, calls));
    const concurrent = await observed(store, () => drive(client, 64, calls * 4));
    const { tookUs } = alone.result;
    return {
      roundTripUs: { p50: upperQuantile(tookUs, 0.5), p99: upperQuantile(tookUs, 0.99) },
      callsPerSecond: (calls * 4) / (concurrent.result.wallMs / 1_000),
      cpuUs: {
        alone: alone.cpuUs === undefined ? undefined : alone.cpuUs / calls,
        concurrent: concurrent.cpuUs === undefined ? undefined : concurrent.cpuUs / (calls * 4),
      },
      rssBytes: concurrent.rssBytes,
    };
  } finally {
    client.disconnect();
  }
}

async function drive(client: Redis, inFlight: number, calls: number): Promise<{ tookUs: number[]; wallMs: number }> {
  const tookUs: number[] = [];
  const began = performance.now();
  let issued = 0;
  const worker = async () => {
    while (issued < calls) {
      const key = `k${(issued * 7919) % keys}`;
      const write = issued++ % 5 === 0;
      const sent = performance.now();
      await (write ? client.set(key, value, 'PX', ttlMs, 'XX') : client.get(key));
      tookUs.push((performance.now() - sent) * 1_000);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return { tookUs, wallMs: performance.now() - began };
}

async function observed<T>({ pid }: StoreHandle, work: () => Promise<T>) {
  const before = pid === undefined ? undefined : sample([pid]);
  const result = await work();
  const after = pid === undefined ? undefined : sample([pid]);
  const usage = before && after && pid !== undefined ? difference(before, after).processes.get(pid) : undefined;
  return { result, cpuUs: usage?.cpuUs, rssBytes: usage?.rssBytes };
}
