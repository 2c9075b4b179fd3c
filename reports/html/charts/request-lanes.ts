import { scaleLinear } from 'd3-scale';
import type { AfterLogout } from '../../analysis/after-logout.ts';
import { duration } from '../../text/wording.ts';
import { html, type SafeHtml } from '../markup.ts';
import { chart } from './chart.ts';
import { readableTicks } from './readable-ticks.ts';
import { px, seriesOf } from './series.ts';

/**
 * A lane for each scheme: tall marks are requests that were answered after the logout, short ones were refused, and a
 * dashed line is where the lifetime ends. The axis is of the test; above each lane stands what is configured.
 */
export function requestLanes(
  id: string,
  title: string,
  schemes: readonly string[],
  lanes: readonly AfterLogout[],
): SafeHtml {
  const [left, right, top, height, width] = [8, 446, 22, 42, 470];
  const most = Math.max(1, ...lanes.flatMap(({ uses, testedEndMs = 0 }) => [testedEndMs, ...uses.map(({ ms }) => ms)]));
  const x = scaleLinear([0, most], [left, right]);
  const bottom = top + lanes.length * height;
  const ticks = readableTicks(x.ticks(6), x, duration).map(
    (tick) =>
      html`<line class="axis" x1="${px(x(tick))}" x2="${px(x(tick))}" y1="${top}" y2="${bottom}"/><text class="quiet" x="${px(x(tick))}" y="12" text-anchor="middle">${tick === 0 ? 0 : duration(tick)}</text>`,
  );
  const marks = lanes.map(({ scheme, uses, configured, testedEndMs = 0 }, index) => {
    const label = top + index * height + 13;
    const y = label + 16;
    const path = (isAccepted: boolean, half: number) =>
      uses
        .filter((use) => use.isAccepted === isAccepted)
        .map(({ ms }) => `M${px(x(ms))} ${px(y - half)}v${2 * half}`)
        .join('');
    const { className, mark } = seriesOf(schemes, scheme);
    return html`<g class="${className}">${mark(left + 5, label - 4)}<text x="${left + 15}" y="${label}">${scheme.slice(0, 24)}</text></g>${configured !== undefined && html`<text class="quiet" x="${width}" y="${label}" text-anchor="end">configured: ${configured}</text>`}
<path class="answered bad" d="${path(true, 11)}"/><path class="refused good" d="${path(false, 4)}"/>${testedEndMs > 0 && html`<path class="stroke theory" d="M${px(x(testedEndMs))} ${px(y - 14)}v28"/>`}`;
  });
  return chart({
    id,
    title,
    finding: lanes.map(inWords).join(' '),
    width,
    height: bottom + 4,
    marks: [...ticks, html`<line class="one" x1="${left}" x2="${left}" y1="${top - 6}" y2="${bottom}"/>`, ...marks],
  });
}

export function inWords({ scheme, uses, configured, testedEndMs = 0 }: AfterLogout): string {
  const answered = uses.filter(({ isAccepted }) => isAccepted);
  const last = answered.at(-1);
  const told = `${scheme}: ${answered.length} of ${uses.length} requests with a copy were answered after the logout`;
  const lasting = last === undefined ? '' : `, the last after ${duration(last.ms)}`;
  const end = testedEndMs > 0 ? `, of at most ${duration(testedEndMs)} as tested` : '';
  return `${told}${lasting}${end}${configured === undefined ? '' : `; as configured ${configured}`}.`;
}
