import { cheapened } from '../analysis/cheapened.ts';
import type { Results } from '../results/results.ts';
import { sentence } from '../text/wording.ts';
import { html, type SafeHtml } from './markup.ts';

/** What flatters the figures of a load, to stand right where they are; nothing where they hold as they are. */
export function conditionOf(results: Results, scenario: string | undefined): SafeHtml | undefined {
  if (scenario === undefined) return undefined;
  const [condition] = results.run.schemes.flatMap(
    (scheme) => cheapened(results, { scenario, scheme, metric: 'cpu.total' }) ?? [],
  );
  return condition === undefined ? undefined : html`<small>${sentence(condition)}</small>`;
}

/** The load of that title, under which its rows stand together. */
export function loadTitled({ scenarios }: Pick<Results, 'scenarios'>, title: string): string | undefined {
  return scenarios.find((one) => one.kind === 'load' && one.title === title)?.id;
}
