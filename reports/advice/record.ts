import type { Advice, SchemeAdvice } from '../advise.ts';
import type { Results } from '../results.ts';
import { list, sentence } from '../wording.ts';

/** An architecture decision record in Markdown (after Nygard 2011), to be kept beside the code it decides about. */
export function decisionRecord({ asked, schemes, preferences }: Advice, { run, tool, environment }: Results): string {
  const ofStatus = (status: SchemeAdvice['status']) => schemes.filter((one) => one.status === status);
  const chosen = ofStatus('recommended');
  const names = (some: readonly SchemeAdvice[], word: 'and' | 'or' = 'and') =>
    list(
      some.map(({ scheme }) => scheme),
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
    `Status: proposed, ${run.startedAt.slice(0, 10)}`,
    '## Context',
    lines(asked.map(sentence)),
    `Evidence: run \`${run.id}\` (${run.profile}) of ${tool.name} ${tool.version}, commit ${environment.commit ?? 'unknown'}. It is repeated with \`${run.command}\`.`,
    '## Decision',
    decision,
    ...(preferences.length > 0
      ? [lines(preferences.map(({ goal, because, evidence }) => sentence(`${goal}: ${because}`) + links(evidence)))]
      : []),
    ...(open.length > 0 ? [`Undecided by this run, and used for nothing: ${names(open)}.`] : []),
    '## Consequences',
    ...chosen.map(({ scheme, needs }) =>
      needs.length === 0
        ? `${scheme} needs nothing further.`
        : [`${scheme} needs:`, '', lines(needs.map(({ text, evidence }) => sentence(text) + links(evidence)))].join(
            '\n',
          ),
    ),
    ...(chosen.length === 0 ? ['Until then nothing follows.'] : []),
    '## Alternatives',
    ...schemes.filter(({ status }) => status !== 'recommended').map(alternative),
    ...(chosen.length === schemes.length ? ['None was ruled out.'] : []),
  ].join('\n\n')}\n`;
}

function alternative({ scheme, status, findings, flips }: SchemeAdvice): string {
  const telling = findings.filter(({ state }) => state === (status === 'undecided' ? 'undecided' : 'breaks'));
  const reasons = telling.map(
    ({ constraint, because, evidence }) => sentence(`${constraint}: ${because}`) + links(evidence),
  );
  const back = flips.length === 0 ? [] : [`It comes back if ${flips.join(', and if ')}.`];
  return [`### ${scheme}: ${words[status]}`, '', lines([...reasons, ...back])].join('\n').trimEnd();
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

function links(evidence: readonly string[]): string {
  const shown = evidence.filter(Boolean).slice(0, 4);
  return shown.length === 0 ? '' : ` (${shown.map((id) => `\`${id}\``).join(', ')})`;
}
