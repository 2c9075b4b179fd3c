/** Disposes each in turn, also those behind one that fails. @throws what the first failure was. */
export async function disposeAll(...resources: readonly (AsyncDisposable | Disposable | undefined)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const resource of resources) {
    try {
      if (resource && Symbol.asyncDispose in resource) await resource[Symbol.asyncDispose]();
      else resource?.[Symbol.dispose]();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
