import { createStoreClient } from '../store/client.ts';

export interface StoreIdentity {
  /** Of its process: what no other one has, whatever address it is reached by. */
  readonly runId: string;
  /** With the number of the database. */
  readonly name: string;
}

/** Which store it is; undefined where it does not tell. @throws BenchError AB-E203 where it does not answer */
export async function storeIdentity(url: string): Promise<StoreIdentity | undefined> {
  using client = createStoreClient(url);
  const runId = (await client.info('server'))?.get('run_id')?.trim();
  return runId ? { runId, name: `${runId}/${new URL(url).pathname.slice(1) || '0'}` } : undefined;
}
