import { upperMedian } from '../../../reports/statistics/median.ts';
import type { StoreKeeps } from '../../../scenarios/hooks/store.ts';
import type { Variation } from '../../../servers/variation.ts';
import { BenchError } from '../../errors.ts';
import { disposeAll } from '../../machine/dispose.ts';
import { type Link, openLink } from '../../machine/link/link.ts';
import { createStoreClient } from '../../store/client.ts';
import { openStore, type StoreHandle } from '../../store/open-store.ts';

/** How instances reach their store. */
export interface StoreWay extends AsyncDisposable {
  /** The run's, or one of its own. */
  readonly store: StoreHandle;
  readonly url: string;
  /** Where it can be broken or is made longer. */
  readonly link: Link | undefined;
  /** What a question takes on a way that was made longer, in µs: what a timer makes of a delay is not what was asked. */
  readonly rttUs: number | undefined;
}

export interface WayWanted {
  /** Whether it must be breakable. */
  readonly link?: boolean;
  readonly storeAway?: Variation['store'];
  /** Whether there must be a store of its own at its end, and what that comes back with after a kill. */
  readonly storeKeeps?: StoreKeeps;
}

export async function openWay(present: StoreHandle, wanted: WayWanted, signal: AbortSignal): Promise<StoreWay> {
  const { link = false, storeAway, storeKeeps: keeps } = wanted;
  const own = keeps && (await openStore(present.provider, { signal, keeps }));
  const store = own ?? present;
  let opened: Link | undefined;
  try {
    if (storeAway && 'socket' in storeAway) {
      if (store.socket === undefined) throw new BenchError('AB-E201', 'this store has no Unix socket');
      const url = `unix:${store.socket}`;
      return { store, url, link: undefined, rttUs: undefined, [Symbol.asyncDispose]: () => disposeAll(own) };
    }
    opened = link || storeAway ? await openLink(store.url, signal) : undefined;
    if (storeAway) await opened?.delay(storeAway.rttMs / 2);
    const url = opened?.url ?? store.url;
    const rttUs = storeAway && (await roundTripUs(url));
    return { store, url, link: opened, rttUs, [Symbol.asyncDispose]: () => disposeAll(opened, own) };
  } catch (error) {
    await disposeAll(opened, own);
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
  return upperMedian(took);
}

const questions = 31;
