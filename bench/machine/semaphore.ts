/** Lets so many in at once; the others wait in order. Whoever was let in disposes of what it got. */
export type Semaphore = (count?: number) => Promise<Disposable>;

/** @param permits how many; whoever asks for more waits for ever */
export function semaphore(permits: number): Semaphore {
  let free = permits;
  const queue: { readonly count: number; go(): void }[] = [];
  const admit = () => {
    for (let [next] = queue; next && next.count <= free; [next] = queue) {
      queue.shift();
      free -= next.count;
      next.go();
    }
  };
  return async (count = 1) => {
    await new Promise<void>((go) => {
      queue.push({ count, go });
      admit();
    });
    return {
      [Symbol.dispose]() {
        free += count;
        admit();
      },
    };
  };
}
