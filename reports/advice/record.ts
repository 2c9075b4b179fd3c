import type { Rival } from '../analysis/rival.ts';
import type { Results } from '../results/results.ts';
import { code, plain } from '../text/markdown-text.ts';
import { list, sentence } from '../text/wording.ts';
import type { Advice, SchemeAdvice } from './advise.ts';

/**
 * An architecture decision record in Markdown (after Nygard 2011), to be kept beside the code it decides about.
 * @param performance what load came to, whatever was asked: a sentence each
 * @param size what the schemes need for the load that was asked about
 * @param rival that the run does not have
 */
export function decisionRecord(
  { asked, schemes, preferences }: Advice,
  { run, tool, environment, limits }: Results,
  performance: readonly string[],
  size: readonly string[] = [],
  rival?: Rival,
): string {
  const ofStatus = (status: SchemeAdvice['status']) => schemes.filter((one) => one.status === status);
  const chosen = ofStatus('recommended');
  const names = (some: readonly SchemeAdvice[], word: 'and' | 'or' = 'and') =>
    list(
      some.map(({ scheme }) => plain(scheme)),
      word,
    );
  const decision =
    chosen.length === 0
      ? 'No scheme is shown to meet all of it. Requirements have to give way, or what is open has to be measured.'
      : chosen.length === 1
        ? `We stay signed in with **${names(chosen)}**.`
        : `We choose between **${names(chosen, 'or')}**: this run does not tell them apart for what was asked.`;
  const open = ofStatus('undecided');
  return `${[
    `# How users stay signed in${chosen.length === 1 ? `: ${names(chosen)}` : ''}`,
    `Status: proposed, ${plain(run.startedAt.slice(0, 10))}`,
    '## Context',
    lines(asked.map(said)),
    `Evidence: run ${code(run.id)} (${plain(run.profile)}) of ${plain(`${tool.name} ${tool.version}`)}, commit ${plain(environment.commit ?? 'unknown')}. It is repeated with ${code(run.command)}.`,
    ...(performance.length > 0 ? [`What performance came to:\n\n${lines(performance.map(said))}`] : []),
    ...(size.length > 0 ? [`What it takes:\n\n${lines(size.map(said))}`] : []),
    '## Decision',
    decision,
    ...(preferences.length > 0
      ? [lines(preferences.map(({ goal, because, evidence }) => said(`${goal}: ${because}`) + links(evidence)))]
      : []),
    ...(open.length > 0 ? [`Undecided by this run, and used for nothing: ${names(open)}.`] : []),
    '## Consequences',
    ...chosen.map(({ scheme, needs }) =>
      needs.length === 0
        ? `${plain(scheme)} needs nothing further.`
        : [`${plain(scheme)} needs:`, '', lines(needs.map(({ text, evidence }) => said(text) + links(evidence)))].join(
            '\n',
          ),
    ),
    ...(chosen.length === 0 ? ['Until then nothing follows.'] : []),
    ...chosen.map(restingOn),
    '## What this rests on',
    limits.length === 0
      ? 'The run names no limit of its own.'
      : `What run ${code(run.id)} cannot tell:\n\n${lines(limits.map(said))}`,
    '## Alternatives',
    ...schemes.filter(({ status }) => status !== 'recommended').map(alternative),
    ...(chosen.length === schemes.length ? ['None was ruled out.'] : []),
    ...(rival === undefined ? [] : [`Not run: ${rival.title}. ${code(rival.command)} tries it.`]),
  ].join('\n\n')}\n`;
}

/** Why each requirement counts as met, and how far that was tried: how many instances, and of what beyond them. */
function restingOn({ scheme, assessments }: SchemeAdvice): string {
  const met = assessments.map(
    ({ constraint, because, evidence }) => said(`${constraint}: ${because}`) + links(evidence),
  );
  return [`${plain(scheme)} meets what was asked:`, '', lines(met)].join('\n');
}

function alternative({ scheme, status, assessments, flips }: SchemeAdvice): string {
  const telling = assessments.filter(({ state }) => state === (status === 'undecided' ? 'undecided' : 'breaks'));
  const reasons = telling.map(
    ({ constraint, because, evidence }) => said(`${constraint}: ${because}`) + links(evidence),
  );
  const back = flips.length === 0 ? [] : [`It comes back if ${flips.map(plain).join(', and if ')}.`];
  return [`### ${plain(scheme)}: ${words[status]}`, '', lines([...reasons, ...back])].join('\n').trimEnd();
}

const words = {
  recommended: 'recommended',
  possible: 'possible, and worse by what was preferred',
  undecided: 'undecided by this run',
  'ruled-out': 'ruled out',
} satisfies Record<SchemeAdvice['status'], string>;

function lines(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** Reasons hold what servers answered. */
function said(text: string): string {
  return plain(sentence(text));
}

function links(evidence: readonly string[]): string {
  const shown = evidence.filter(Boolean).slice(0, 4);
  return shown.length === 0 ? '' : ` (${shown.map(code).join(', ')})`;
}
