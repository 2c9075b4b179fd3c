import type { Variation } from '../../servers/variation.ts';
import { BenchError } from '../errors.ts';
import { type Line, openLine } from '../line/line.ts';
import { disposeAll } from '../machine/dispose.ts';
import { createStoreClient } from '../store/client.ts';
import type { StoreHandle } from '../store/ladder.ts';

/** How instances reach their store. */
export interface StoreWay extends AsyncDisposable {
  readonly url: string;
  /** Where it can be broken or is made longer. */
  readonly line: Line | undefined;
  /** What a question takes on a way that was made longer, in µs: what a timer makes of a delay is not what was asked. */
  readonly rttUs: number | undefined;
}

/** @param line whether it must be breakable. */
export async function openWay(
  store: Pick<StoreHandle, 'url' | 'socket'>,
  { line = false, storeAway }: { readonly line?: boolean; readonly storeAway?: Variation['store'] },
  signal: AbortSignal,
): Promise<StoreWay> {
  if (storeAway && 'socket' in storeAway) {
    if (store.socket === undefined) throw new BenchError('AB-E201', 'this store has no Unix socket');
    return { url: `unix:${store.socket}`, line: undefined, rttUs: undefined, async [Symbol.asyncDispose]() {} };
  }
  const opened = line || storeAway ? await openLine(store.url, signal) : undefined;
  try {
    if (storeAway) await opened?.delay(storeAway.rttMs / 2);
    const url = opened?.url ?? store.url;
    const rttUs = storeAway && (await roundTripUs(url));
    return { url, line: opened, rttUs, [Symbol.asyncDispose]: () => disposeAll(opened) };
  } catch (error) {
    await disposeAll(opened);
    throw error;
  }
}

/** The median of a few questions, one at a time, on a connection that is open. */
async function roundTripUs(url: string): Promise<number> {
  using client = createStoreClient(url);
  await client.ask('PING');
  const took: number[] = [];
  for (let i = 0; i < questions; i++) {
    const startAt = performance.now();
    await client.ask('PING');
    took.push((performance.now() - startAt) * 1_000);
  }
  return took.sort((a, b) => a - b)[questions >> 1] ?? Number.NaN;
}

const questions = 31;
