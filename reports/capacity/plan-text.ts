import { sanitise } from '../text/sanitise.ts';
import { wrap } from '../text/wrap.ts';
import { basesOf, basisText } from './basis-text.ts';
import { missingTexts } from './missing-text.ts';
import type { CapacityPlan } from './plan.ts';
import { quantities, rangeText } from './quantities.ts';
import { workloadText } from './workload.ts';

/** A plan for a terminal of 80 columns. */
export function planText(plan: CapacityPlan): string {
  const lines = quantities(plan.prices);
  const widest = Math.max(...lines.map(({ title }) => title.length));
  const part = (title: string, texts: readonly string[]) =>
    texts.length === 0 ? [] : ['', title, ...texts.flatMap((text) => wrap(text, '- '))];
  return `${[
    ...wrap(`From run ${plan.run}: ${workloadText(plan.workload)}.`, ''),
    ...plan.schemes.flatMap((scheme) => [
      '',
      sanitise(scheme.scheme, 60),
      ...lines.flatMap(({ title, of, show, note }) => {
        const beside = note?.(scheme);
        return wrap(`${rangeText(of(scheme), show)}${beside ? `: ${beside}` : ''}`, `${title.padEnd(widest)}  `);
      }),
      ...basesOf(scheme).flatMap((basis) => wrap(basisText(basis), '< ')),
    ]),
    ...part('Break-evens', plan.breakEvens),
    ...part('Assumed', plan.assumptions),
    ...part('Not known from this run, and left out', missingTexts(plan.missing)),
  ].join('\n')}\n`;
}
