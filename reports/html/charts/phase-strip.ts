import type { Results } from '../../results/results.ts';
import { html, type SafeHtml } from '../markup.ts';
import { px } from './series.ts';

type Phases = NonNullable<Results['scaling'][number]['phases']>;

const [width, gap, height] = [88, 6, 10];

/** Before, during and after a fault, side by side: solid what was served, hatched what was refused, empty what got no answer. */
export function phaseStrip(phases: Phases): SafeHtml {
  const boxes = [phases.before, phases.during, phases.after].map((phase, index) => {
    const { requests, refused, failed, late } = phase;
    const left = index * (width + gap) + 0.5;
    const share = (part: number) => (requests === 0 ? 0 : (width * part) / requests);
    const served = share(requests - refused - failed - late);
    return html`<rect class="hollow" x="${left}" y="0.5" width="${width}" height="${height}"/><rect class="solid" x="${left}" y="0.5" width="${px(served)}" height="${height}"/>${
      refused > 0 && html`<path class="second-hatch" d="${hatch(left + served, share(refused))}"/>`
    }`;
  });
  return html`<svg class="range phases" aria-hidden="true" viewBox="0 0 ${3 * (width + gap)} ${height + 1}" preserveAspectRatio="xMinYMid meet">${boxes}</svg>`;
}

/** Slanted strokes, so that the parts differ without colour. */
function hatch(from: number, wide: number): string {
  const strokes: string[] = [];
  for (let x = from + 1; x < from + wide; x += 4)
    strokes.push(`M${px(x)} ${height}l${px(Math.min(4, from + wide - x))}-9`);
  return strokes.join('');
}
