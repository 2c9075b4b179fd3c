/**
 * Works through items in a few workers at once, each worker with its own resource, so that cells that mostly wait do not
 * wait for each other. Items are taken in order. The first rejection stops the taking and is rethrown after all workers
 * have come to rest.
 * @param suits whether an item is one for this worker; a worker for which nothing is left takes what others would have done
 */
export async function inParallel<T, L>(
  items: readonly T[],
  workers: readonly L[],
  work: (item: T, worker: L) => Promise<void>,
  suits: (item: T, worker: L) => boolean = () => true,
): Promise<void> {
  const left = [...items];
  let failed: { error: unknown } | undefined;
  await Promise.all(
    workers.map(async (worker) => {
      while (left.length > 0 && !failed) {
        const [item] = left.splice(
          Math.max(
            0,
            left.findIndex((one) => suits(one, worker)),
          ),
          1,
        ) as [T];
        try {
          await work(item, worker);
        } catch (error) {
          failed ??= { error };
        }
      }
    }),
  );
  if (failed) throw failed.error;
}
