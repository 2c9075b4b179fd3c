/**
 * Works through items in a few lanes at once, each lane with its own resource, so that cells that mostly wait do not
 * wait for each other. Items are taken in order. The first rejection stops the taking and is rethrown after all lanes
 * have come to rest.
 * @param suits whether an item is one for this lane; a lane for which nothing is left takes what others would have done
 */
export async function inLanes<T, L>(
  items: readonly T[],
  lanes: readonly L[],
  work: (item: T, lane: L) => Promise<void>,
  suits: (item: T, lane: L) => boolean = () => true,
): Promise<void> {
  const left = [...items];
  let failed: { error: unknown } | undefined;
  await Promise.all(
    lanes.map(async (lane) => {
      while (left.length > 0 && !failed) {
        const [item] = left.splice(
          Math.max(
            0,
            left.findIndex((one) => suits(one, lane)),
          ),
          1,
        ) as [T];
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
