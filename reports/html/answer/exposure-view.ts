import { type Exposure, exposures } from '../../analysis/exposure.ts';
import { exposureFinding } from '../../analysis/exposure-text.ts';
import type { Results } from '../../results/results.ts';
import { listOf } from '../../text/wording.ts';
import { exposureAxis, inWords } from '../charts/exposure-axis.ts';
import { figure } from '../figure.ts';
import type { SafeHtml } from '../markup.ts';

/** How long a credential goes on working, as a picture; nothing of a run in which nothing was ended. */
export function exposureView(results: Results): SafeHtml | undefined {
  const all = exposures(results);
  const finding = exposureFinding(all);
  if (finding === undefined) return undefined;
  return figure({
    id: 'exposure',
    finding,
    note: [
      'Lifetimes as configured. Filled: measured so. Hollow: computed from a test with shorter lifetimes.',
      ...openPage(results),
    ].join(' '),
    picture: exposureAxis(
      'exposure',
      'How long does a credential still work?',
      results.schemes.map(({ id }) => id),
      all,
    ),
    words: all.map(inWords),
    csv: { head: ['event', 'scheme', 'configured_s', 'measured', 'better', 'text'], rows: all.flatMap(rowsOf) },
    className: 'exposure',
  });
}

/** What no row shows, since nobody has to steal anything for it. */
function openPage({ attacks }: Results): string[] {
  const acted = attacks
    .filter(({ id, facts }) => id === 'xss-session-riding' && Number(facts.bookedInTab) > 0)
    .map(({ scheme }) => scheme);
  return acted.length === 0
    ? []
    : [`While its page is open, a script in it acts as the user with ${listOf(3, acted)}.`];
}

function rowsOf({ title, also, better, of }: Exposure) {
  return [title, ...also].flatMap((event) =>
    of.map(({ scheme, ms, isMeasured, text }) => [
      event,
      scheme,
      ms === undefined ? undefined : ms === Number.POSITIVE_INFINITY ? 'inf' : ms / 1_000,
      String(isMeasured),
      better,
      text,
    ]),
  );
}
