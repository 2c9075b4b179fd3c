import { exact, figure, list } from '../text/wording.ts';
import type { FrontierPoint } from './frontier.ts';

/** What the frontier comes to, in one sentence; undefined where fewer than two schemes are on the picture. */
export function frontierFinding(points: readonly FrontierPoint[]): string | undefined {
  if (points.length < 2) return undefined;
  const front = points.filter(({ dominatedBy }) => dominatedBy.length === 0);
  const places = [...new Set(front.map(placeText))];
  const named = places.map((place) => {
    const there = front.filter((one) => placeText(one) === place).map(({ scheme }) => scheme);
    return `${list(there, 'or')} ${place}`;
  });
  return `How soon a logout acts, for how many store commands a request: ${named.join('; ')}.`;
}

/** `at once for 1`. */
function placeText({ endsText, commands }: FrontierPoint): string {
  return `${endsText} for ${commands === 0 ? 'none' : exact(commands)}`;
}

/** A sentence for each scheme, and who is ahead of whom. */
export function frontierWords(points: readonly FrontierPoint[]): string[] {
  return points.map((point) => {
    const { scheme, cpuUs, renewal, dominatedBy } = point;
    const cpu = cpuUs === undefined ? '' : `, ${figure(cpuUs / 1_000)} ms of CPU`;
    const more = renewal === undefined ? '' : `; a renewal takes ${figure(renewal)} more, which are not in it`;
    const standing =
      dominatedBy.length === 0
        ? 'On the frontier'
        : `Behind ${list(dominatedBy)}, which ${dominatedBy.length === 1 ? 'is' : 'are'} ahead on one axis and behind on none`;
    return `${scheme}: ${point.endsText}, ${exact(point.commands)} store commands a request${cpu}${more}. ${standing}.`;
  });
}
