import type { Edge, LoadJob } from '../generator/job.ts';
import { hostMs } from '../machine/host-clock.ts';

/** Tells of the edges of a block that is made elsewhere, each once: by its schedule, since word of them comes late. */
export interface BlockEdges extends Disposable {
  /** All of it is known to be over. */
  end(): void;
}

/** An open block ends with its last answer, which only those who sent it can tell. */
export function blockEdges(
  { executor, durationMs }: Pick<LoadJob, 'executor' | 'durationMs'>,
  blockAtMs: number,
  onBlock: (edge: Edge) => void,
): BlockEdges {
  const told = new Set<Edge>();
  const once = (edge: Edge) => {
    if (told.has(edge)) return;
    told.add(edge);
    onBlock(edge);
  };
  const at = (momentMs: number, edge: Edge) => setTimeout(() => once(edge), momentMs - hostMs());
  const timers = [at(blockAtMs, 'start'), ...(executor === 'closed' ? [at(blockAtMs + durationMs, 'end')] : [])];
  return {
    end() {
      once('start');
      once('end');
    },
    [Symbol.dispose]() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
