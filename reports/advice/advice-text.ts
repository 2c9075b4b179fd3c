import { sanitise } from '../text/sanitise.ts';
import { list, sentence } from '../text/wording.ts';
import { wrap } from '../text/wrap.ts';
import type { Advice, SchemeAdvice } from './advise.ts';

const words = {
  recommended: 'RECOMMENDED',
  possible: 'possible',
  undecided: 'undecided by this run',
  'ruled-out': 'ruled out',
} as const satisfies Record<SchemeAdvice['status'], string>;

const order = Object.keys(words) as SchemeAdvice['status'][];

/**
 * Advice for a terminal of 80 columns.
 * @param performance what load came to, whatever was asked: a sentence each
 * @param size what the schemes need for the load that was asked about
 */
export function adviceText(
  { run, asked, schemes, preferences }: Advice,
  performance: readonly string[],
  size: readonly string[] = [],
): string {
  const sorted = order.flatMap((status) => schemes.filter((one) => one.status === status));
  return `${[
    ...wrap(`From run ${run}: ${asked.join('; ')}.`, ''),
    ...sorted.flatMap(scheme),
    ...(preferences.length > 0 ? ['', 'What was preferred'] : []),
    ...preferences.flatMap(({ goal, because }) => wrap(sentence(`${goal}: ${because}`), '- ')),
    ...(performance.length > 0 ? ['', 'Performance, whatever was asked'] : []),
    ...performance.flatMap((text) => wrap(text, '- ')),
    ...(size.length > 0 ? ['', 'What it takes'] : []),
    ...size.flatMap((text) => wrap(text, '- ')),
    '',
    ...wrap(conclusion(schemes, preferences), ''),
  ].join('\n')}\n`;
}

function scheme({ scheme, status, assessments, flips, needs }: SchemeAdvice): string[] {
  const deciding = status === 'ruled-out' ? 'breaks' : status === 'undecided' ? 'undecided' : undefined;
  return [
    '',
    `${sanitise(scheme, 60)}: ${words[status]}`,
    ...assessments
      .filter(({ state }) => deciding === undefined || state === deciding)
      .flatMap(({ constraint, because, evidence }) =>
        wrap(`${constraint}: ${because}${evidence[0] ? ` [${evidence[0]}]` : ''}`, marks[deciding ?? 'meets']),
      ),
    ...(status === 'ruled-out' ? wrap(`It comes back if ${flips.join(', and if ')}.`, '> ') : []),
    ...(deciding === undefined ? needs.flatMap(({ text }) => wrap(text, '! ')) : []),
  ];
}

const marks = { meets: '+ ', breaks: 'x ', undecided: '? ' } as const;

function conclusion(schemes: readonly SchemeAdvice[], preferences: Advice['preferences']): string {
  const chosen = schemes.filter(({ status }) => status === 'recommended').map((one) => one.scheme);
  if (chosen.length === 0) return 'No scheme is shown to meet all of it.';
  return chosen.length === 1
    ? `Take ${chosen[0]}.`
    : `Take ${list(chosen, 'or')}: nothing that was asked tells them apart.${preferences.length === 0 ? ' --prefer cost, latency or capacity may.' : ''}`;
}
