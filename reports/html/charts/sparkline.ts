import { html, type SafeHtml } from '../markup.ts';
import { px } from './series.ts';

/** A line as high as a word: from nought to its largest value, a dot at the last. */
export function sparkline(
  title: string,
  values: readonly (number | undefined)[],
  show: (value: number) => string,
  className: string,
): SafeHtml {
  const [width, height] = [120, 18];
  const known = values.filter((value) => value !== undefined);
  const most = Math.max(...known, 0) || 1;
  const x = (index: number) => 3 + ((width - 6) * index) / Math.max(1, values.length - 1);
  const y = (value: number) => height - 3 - ((height - 6) * value) / most;
  const points = values.flatMap((value, index) => (value === undefined ? [] : [`${px(x(index))} ${px(y(value))}`]));
  const finding = `${title}: ${show(Math.min(...known))} to ${show(Math.max(...known))} over ${known.length} runs`;
  const [cx, cy] = points.at(-1)?.split(' ') ?? [];
  return html`<svg class="spark ${className}" role="img" aria-label="${finding}" viewBox="0 0 ${width} ${height}"><path class="stroke" d="M${points.join('L')}"/><circle class="mark" cx="${cx}" cy="${cy}" r="2.5"/></svg>`;
}
