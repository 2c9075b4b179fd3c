import { frontierOf } from '../../analysis/frontier.ts';
import { frontierFinding, frontierWords } from '../../analysis/frontier-text.ts';
import type { Results } from '../../results/results.ts';
import { frontierPlot } from '../charts/frontier-plot.ts';
import { figure } from '../figure.ts';
import type { SafeHtml } from '../markup.ts';

/** Whoever ran more than the usual schemes wants to see all of them first; else they stand beside the matrix. */
export function isFrontierFirst({ run }: Results): boolean {
  return run.profile === 'full' || run.schemes.length > 3;
}

/** Every scheme of a run at a glance: what it costs to end at once; nothing where fewer than two are known. */
export function frontierView(results: Results): SafeHtml | undefined {
  const points = frontierOf(results);
  const finding = frontierFinding(points);
  if (finding === undefined) return undefined;
  return figure({
    id: 'frontier',
    finding,
    note: 'Lower and further left is better; beside each name is the CPU time of a request, of servers and store. Steps: nobody is ahead. Hollow: somebody ends as soon and asks as little, and one of both less.',
    picture: frontierPlot(
      'frontier',
      'How soon a logout acts, and what each request asks of the store',
      finding,
      results.schemes.map(({ id }) => id),
      points,
    ),
    words: frontierWords(points),
    csv: {
      head: ['scheme', 'ends_s', 'store_commands', 'renewal_commands', 'cpu_s', 'dominated_by'],
      rows: points.map(({ scheme, endsMs, commands, renewal, cpuUs, dominatedBy }) => [
        scheme,
        Number.isFinite(endsMs) ? endsMs / 1_000 : 'inf',
        commands,
        renewal,
        cpuUs === undefined ? undefined : cpuUs / 1e6,
        dominatedBy.join(' '),
      ]),
    },
    className: 'narrow',
  });
}
