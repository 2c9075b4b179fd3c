/**
 * Awaits work that was begun at the same time, all of it to its end, and throws the first failure then. A promise that is
 * kept for later while another one is awaited is nobody's meanwhile: should it fail, it takes the process with it.
 */
export async function together<T extends readonly unknown[]>(
  ...work: {
    readonly [K in keyof T]: Promise<T[K]>;
  }
): Promise<T> {
  const ends = await Promise.allSettled(work);
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
  return ends.map((end) => (end as PromiseFulfilledResult<unknown>).value) as unknown as T;
}
