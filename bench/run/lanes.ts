/**
 * Works through items in a few lanes at once, each lane with its own resource, so that cells that mostly wait do not
 * wait for each other. Items are taken in order. The first rejection stops the taking and is rethrown after all lanes
 * have come to rest.
 */
export async function inLanes<T, L>(
  items: readonly T[],
  lanes: readonly L[],
  work: (item: T, lane: L) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failed: { error: unknown } | undefined;
  await Promise.all(
    lanes.map(async (lane) => {
      while (next < items.length && !failed) {
        const item = items[next++] as T;
        try {
          await work(item, lane);
        } catch (error) {
          failed ??= { error };
        }
      }
    }),
  );
  if (failed) throw failed.error;
}
