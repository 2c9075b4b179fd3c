import { writeFile } from 'node:fs/promises';
import { adviceText } from '../../../reports/advice/advice-text.ts';
import { advise } from '../../../reports/advice/advise.ts';
import { decisionRecord } from '../../../reports/advice/record.ts';
import {
  asked,
  type Given,
  questions,
  type RequirementQuestion,
  type Requirements,
  readRequirements,
} from '../../../reports/advice/requirements.ts';
import { conclusions } from '../../../reports/analysis/questions.ts';
import { rivalNotRun } from '../../../reports/analysis/rival.ts';
import { demandsOf } from '../../../reports/capacity/demands.ts';
import { sizeOf } from '../../../reports/capacity/size.ts';
import { BenchError } from '../../errors.ts';
import { readRun } from '../../runs/stored-runs.ts';
import type { Cli } from '../command.ts';
import { decisionMarginFlag, withDecisionMargin } from '../decision-margin.ts';
import { camelCased } from '../flag-name.ts';
import { atTerminal } from '../prompts.ts';
import { interview } from './interview.ts';

type Flags = Readonly<Record<string, string | undefined>> & {
  readonly run: string;
  readonly adr?: string;
  readonly decisionMargin?: string;
};

export function addAdvise({ program }: Cli): void {
  const command = program
    .command('advise')
    .summary('which scheme for your requirements')
    .description('which scheme for your requirements, from a stored run; asks on a terminal when none is given')
    .option('--run <run>', 'id, path, latest or baseline', 'latest')
    .option('--adr <file>', 'also write a decision record in Markdown')
    .addOption(decisionMarginFlag());
  for (const [, { flag, takes, ask }] of asked) command.option(`--${flag} <${takes}>`, ask);
  command.action(async (flags: Flags) => {
    const results = withDecisionMargin(await readRun(flags.run), flags.decisionMargin);
    const fromFlags = given(({ flag }) => flags[camelCased(flag)]);
    const silent = Object.keys(fromFlags).length === 0;
    const requirements = checked(silent && process.stdin.isTTY ? await atTerminal(interview) : fromFlags);
    const advice = advise(requirements, results);
    const performance = conclusions(results);
    const size = sizeOf(requirements, demandsOf(results));
    process.stdout.write(adviceText(advice, performance, size));
    if (flags.adr === undefined) return;
    await writeFile(flags.adr, decisionRecord(advice, results, performance, size, rivalNotRun(results))).catch(
      (cause) => {
        throw new BenchError('AB-E102', `${flags.adr} could not be written`, {
          cause,
          fix: 'name another file with --adr',
        });
      },
    );
    process.stdout.write(`\nDecision record  ${flags.adr}\n`);
  });
}

function given(answer: (question: RequirementQuestion) => string | undefined): Given {
  return Object.fromEntries(
    asked.flatMap(([name, question]) => {
      const text = answer(question)?.trim();
      return text ? [[name, text]] : [];
    }),
  );
}

/** @throws BenchError AB-E001 that names every flag that cannot be read. */
function checked(texts: Given): Requirements {
  const { requirements, problems } = readRequirements(texts);
  if (problems.length === 0) return requirements;
  const named = problems.map(({ name, message }) => `--${questions[name].flag}: ${message}`);
  throw new BenchError('AB-E001', named.join('\n       '));
}
