import type { OverLibrary } from '../analysis/over-library.ts';
import { metric } from '../metrics.ts';
import type { Results } from '../results/results.ts';
import type { Ruling } from '../standards/rulings.ts';
import { html, type SafeHtml } from './markup.ts';
import type { Tone } from './palette.ts';

/** One look for one judgement, everywhere: icon, word, colour and the shape of its frame. */
export interface Verdict {
  readonly icon: Icon;
  readonly word: string;
  readonly tone: Tone;
  readonly frame: 'filled' | 'outlined' | 'hatched' | 'plain';
}

type Severity = Results['attacks'][number]['severity'];

export type Icon = keyof typeof shapes;

export function badge({ icon, word, tone, frame }: Verdict): SafeHtml {
  return html`<span class="badge ${tone} ${frame}"><svg aria-hidden="true"><use href="#icon-${icon}"/></svg>${word}</span>`;
}

/** Of a comparison. A small difference has a direction, which depends on what is better for the metric. */
export function ofComparison(
  comparison: Pick<Results['comparisons'][number], 'verdict' | 'ratio' | 'metric'>,
): Verdict {
  if (comparison.verdict !== 'small') return comparisons[comparison.verdict];
  const lower = (comparison.ratio ?? 1) < 1;
  return lower === (metric(comparison.metric).better === 'lower')
    ? { icon: 'up', word: 'slightly better', tone: 'good', frame: 'outlined' }
    : { icon: 'down', word: 'slightly worse', tone: 'bad', frame: 'outlined' };
}

/** Of an attack. A window that the scheme declares is a trade-off; one that it does not declare is a failure. */
export function ofAttack({ outcome, asExpected }: Pick<Results['attacks'][number], 'outcome' | 'asExpected'>): Verdict {
  const verdict = outcomes[outcome];
  return asExpected === false && verdict.tone !== 'bad' ? { ...verdict, tone: 'bad', frame: 'filled' } : verdict;
}

export function ofQuality(state: Results['quality'][number]['state']): Verdict {
  return qualities[state];
}

export function ofClaim(state: Results['claims'][number]['state']): Verdict {
  return claims[state];
}

/** Of a server over its own libraries. */
export function ofLibrary(verdict: OverLibrary['verdict']): Verdict {
  return libraries[verdict];
}

/** Of a requirement and a scheme. */
export function ofRuling(state: Ruling['state']): Verdict {
  return rulings[state];
}

/** Of an attack that broke through, or of a property that falls short. */
export function ofSeverity(severity: Severity): Verdict {
  return severities[severity];
}

export function ofCell(state: Results['cells'][number]['state']): Verdict {
  return cells[state];
}

export function ofRun(run: Pick<Results['run'], 'state' | 'exit'>): Verdict {
  if (run.exit.code === 1) return { icon: 'cross', word: 'failed', tone: 'bad', frame: 'filled' };
  if (run.state === 'incomplete') return { icon: 'bang', word: 'incomplete', tone: 'warn', frame: 'hatched' };
  return { icon: 'check', word: 'complete', tone: 'good', frame: 'filled' };
}

/** The shapes behind the badges, drawn once per page. */
export function iconSheet(): SafeHtml {
  return html`<svg class="icons" aria-hidden="true" width="0" height="0">${Object.entries(shapes).map(
    ([name, shape]) => html`<symbol id="icon-${name}" viewBox="0 0 16 16">${shape}</symbol>`,
  )}</svg>`;
}

const severities = {
  critical: { icon: 'cross', word: 'critical', tone: 'bad', frame: 'filled' },
  high: { icon: 'cross', word: 'high', tone: 'bad', frame: 'filled' },
  medium: { icon: 'cross', word: 'medium', tone: 'bad', frame: 'outlined' },
  low: { icon: 'cross', word: 'low', tone: 'bad', frame: 'plain' },
} as const satisfies Record<Severity, Verdict>;

const notRun: Verdict = { icon: 'dash', word: 'not run', tone: 'none', frame: 'plain' };
const inconclusive: Verdict = { icon: 'question', word: 'cannot tell', tone: 'none', frame: 'hatched' };

const comparisons = {
  better: { icon: 'up', word: 'better', tone: 'good', frame: 'filled' },
  worse: { icon: 'down', word: 'worse', tone: 'bad', frame: 'filled' },
  equivalent: { icon: 'equal', word: 'equivalent', tone: 'info', frame: 'outlined' },
  inconclusive,
  invalid: { icon: 'bang', word: 'invalid', tone: 'warn', frame: 'hatched' },
} as const satisfies Record<Exclude<Results['comparisons'][number]['verdict'], 'small'>, Verdict>;

const outcomes: Record<Results['attacks'][number]['outcome'], Verdict> = {
  blocked: { icon: 'check', word: 'blocked', tone: 'good', frame: 'outlined' },
  'blocked-by-crash': { icon: 'bang', word: 'blocked by a crash', tone: 'warn', frame: 'hatched' },
  succeeded: { icon: 'cross', word: 'succeeded', tone: 'bad', frame: 'filled' },
  window: { icon: 'clock', word: 'window', tone: 'warn', frame: 'outlined' },
  'not-applicable': { icon: 'dash', word: 'no such surface', tone: 'none', frame: 'plain' },
  inconclusive,
  'not-run': notRun,
};

const qualities: Record<Results['quality'][number]['state'], Verdict> = {
  ok: { icon: 'check', word: 'ok', tone: 'good', frame: 'outlined' },
  warning: { icon: 'bang', word: 'warning', tone: 'warn', frame: 'hatched' },
  failed: { icon: 'cross', word: 'failed', tone: 'bad', frame: 'filled' },
  unknown: { icon: 'question', word: 'unknown', tone: 'none', frame: 'hatched' },
};

const claims: Record<Results['claims'][number]['state'], Verdict> = {
  confirmed: { icon: 'check', word: 'confirmed', tone: 'good', frame: 'outlined' },
  conditional: { icon: 'half', word: 'conditional', tone: 'warn', frame: 'outlined' },
  refuted: { icon: 'cross', word: 'refuted', tone: 'bad', frame: 'filled' },
  inconclusive,
  'not-run': notRun,
};

const rulings: Record<Ruling['state'], Verdict> = {
  met: { icon: 'check', word: 'met', tone: 'good', frame: 'outlined' },
  'in-part': { icon: 'half', word: 'met in part', tone: 'info', frame: 'outlined' },
  'not-met': { icon: 'cross', word: 'not met', tone: 'bad', frame: 'filled' },
  'not-tested': { icon: 'question', word: 'not tested', tone: 'none', frame: 'hatched' },
  'no-surface': { icon: 'dash', word: 'no such surface', tone: 'none', frame: 'plain' },
};

const libraries: Record<OverLibrary['verdict'], Verdict> = {
  within: { icon: 'check', word: 'within', tone: 'good', frame: 'outlined' },
  over: { icon: 'cross', word: 'over', tone: 'bad', frame: 'filled' },
  'cannot tell': inconclusive,
};

const cells: Record<Results['cells'][number]['state'], Verdict> = {
  done: { icon: 'check', word: 'done', tone: 'good', frame: 'plain' },
  inconclusive,
  'not-run': notRun,
};

const shapes = {
  up: html`<path d="M8 3 14 13H2z"/>`,
  down: html`<path d="M8 13 2 3h12z"/>`,
  equal: html`<path d="M2.5 5h11v2h-11zm0 4h11v2h-11z"/>`,
  question: html`<path d="M5.2 5.6a2.8 2.8 0 1 1 4 2.6c-.8.4-1.2.8-1.2 1.8" fill="none" stroke="currentColor" stroke-width="1.9"/><circle cx="8" cy="12.8" r="1.25"/>`,
  bang: html`<path d="M7 2.5h2l-.3 7H7.3z"/><circle cx="8" cy="12.4" r="1.3"/>`,
  dash: html`<path d="M3.5 7h9v2h-9z"/>`,
  check: html`<path d="M2.8 8.4 6.4 12l6.8-7.6" fill="none" stroke="currentColor" stroke-width="2.1"/>`,
  cross: html`<path d="m3.6 3.6 8.8 8.8m0-8.8-8.8 8.8" fill="none" stroke="currentColor" stroke-width="2.2"/>`,
  clock: html`<circle cx="8" cy="8" r="5.8" fill="none" stroke="currentColor" stroke-width="1.7"/><path d="M8 4.6V8l2.4 1.8" fill="none" stroke="currentColor" stroke-width="1.6"/>`,
  half: html`<circle cx="8" cy="8" r="5.6" fill="none" stroke="currentColor" stroke-width="1.7"/><path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z"/>`,
} as const;
