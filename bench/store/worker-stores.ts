import { openStore, type StoreHandle, type StoreOptions } from './open-store.ts';

export type Stores = readonly [StoreHandle, ...StoreHandle[]] & AsyncDisposable;

/**
 * A store for each worker of cells, so that no cell sees another's keys; one that was given by its address is the only one,
 * and allows one worker.
 * @param given one that is open, to be the only one.
 */
export async function openStores(
  from: string,
  workers: number,
  given: StoreHandle | undefined,
  options: StoreOptions,
): Promise<Stores> {
  const first = given ?? (await openStore(from, options));
  const more = given || first.provider === 'url' ? 0 : workers - 1;
  const others = await Promise.allSettled(Array.from({ length: more }, () => openStore(first.provider, options)));
  const up = others.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const stores: readonly [StoreHandle, ...StoreHandle[]] = [first, ...up];
  const close = async () => {
    await Promise.all(stores.map((store) => store[Symbol.asyncDispose]()));
  };
  const failed = others.find((one) => one.status === 'rejected');
  if (failed) {
    await close();
    throw failed.reason;
  }
  return Object.assign(stores, { [Symbol.asyncDispose]: close });
}
