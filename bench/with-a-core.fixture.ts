import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Longer than this, and what is timed in hundreds of ms may have come out by it. */
const bearableMs = 100;
let alone: Promise<unknown> = Promise.resolve();

/**
 * What a try comes to. One that came out otherwise while this thread had to wait for a core, or came late to its work for
 * another reason, decides nothing, and is made again, beside no other such try: lifetimes of a second or so do not bear that.
 * @param isOpen whether it came to nothing by itself, and is made again whoever had the core
 */
export async function withACore<T>(
  attempt: () => Promise<T>,
  isRight: (found: T) => boolean,
  isOpen: (found: T) => boolean = () => false,
): Promise<T> {
  const tried = async () => {
    const before = waitedMs();
    // of a machine that stood still, or a hypervisor that took its cores away, the kernel counts no wait
    const loop = monitorEventLoopDelay();
    loop.enable();
    const found = await attempt().finally(() => loop.disable());
    const heldUpMs = Math.max(waitedMs() - before, loop.max / 1e6);
    return { found, isFinal: isRight(found) || !(isOpen(found) || heldUpMs > bearableMs) };
  };
  let last = await tried();
  for (let left = 4; left > 0 && !last.isFinal; left -= 1) {
    const next = alone.then(tried);
    alone = next.catch(() => {});
    last = await next;
  }
  return last.found;
}

/** For a core, since this thread began; 0 where the kernel does not tell. */
function waitedMs(): number {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}
