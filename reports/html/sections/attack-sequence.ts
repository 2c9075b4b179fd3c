import { byLength, outcomeText, windowOf } from '../../analysis/window.ts';
import type { Results } from '../../results/results.ts';
import { readExchangeLine } from '../../text/exchange-line.ts';
import { counted } from '../../text/wording.ts';
import { anchor } from '../anchor.ts';
import { lastLetThrough, leftOut, type Step, sequence, sequenceValues } from '../charts/sequence.ts';
import { figure } from '../figure.ts';
import type { SafeHtml } from '../markup.ts';

type Attack = Results['attacks'][number];

/**
 * How an attack went on the scheme on which it went furthest, from the transcript of its trial; nothing of one that was
 * blocked everywhere, since its steps say as much.
 */
export function attackSequence({ evidence }: Results, row: readonly Attack[]): SafeHtml | undefined {
  const telling = row.filter(({ outcome }) => outcome === 'succeeded' || outcome === 'window');
  const [attack] = telling.toSorted((a, b) => {
    const [first, second] = [windowOf(a), windowOf(b)];
    return first && second ? byLength(first, second) : 0;
  });
  const trial = evidence.find(({ id }) => id === attack?.evidence);
  const steps = withoutBaselines(
    (trial?.transcript ?? []).flatMap(({ atMs, text }): Step[] => {
      const line = readExchangeLine(text);
      return line ? [{ ...line, ms: Math.round(atMs) }] : [];
    }),
  );
  if (attack === undefined || steps.length === 0) return undefined;
  const left = leftOut(steps);
  const id = `sequence-${anchor('attack', attack.id)}`;
  const isRefusedLater = attack.outcome === 'window' && lastLetThrough(steps).isRefusedLater;
  return figure({
    id,
    finding: `On ${attack.scheme}: ${outcomeText(attack)}.`,
    note: `Heavy: let through last${isRefusedLater ? ', before the same was refused' : ''}.${left > 0 ? ` ${counted(left, 'request')} between are left out.` : ''}`,
    picture: sequence(id, `${attack.title}, on ${attack.scheme}: what was asked and answered`, steps),
    ...sequenceValues(steps),
    className: 'sequence',
  });
}

/**
 * A trial begins and ends with a login of somebody else, which shows that the server is well: that is no part of the attack.
 * A long transcript was cut before it came to the second of them.
 */
function withoutBaselines(steps: readonly Step[]): readonly Step[] {
  const [first] = steps;
  const logins = steps.flatMap(({ method, path }, place) =>
    method === first?.method && path === first.path ? [place] : [],
  );
  const [, begins] = logins;
  const ends = logins.at(-1);
  if (begins === undefined || ends === undefined || logins.length < 3) return steps;
  return steps.slice(begins, steps.length - ends <= begins ? ends : undefined);
}

/** Attacks of which one is drawn: a page that draws more cannot be sent to anybody. */
export const mostSequences = 10;
