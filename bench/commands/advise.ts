import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { adviceText } from '../../reports/advice/advice-text.ts';
import { decisionRecord } from '../../reports/advice/record.ts';
import { questions, Requirements } from '../../reports/advice/requirements.ts';
import { advise } from '../../reports/advise.ts';
import { BenchError } from '../errors.ts';
import { readRun } from '../stored-runs.ts';
import type { Cli } from './command.ts';

type Given = Partial<Record<keyof Requirements, string>>;
type Flags = Readonly<Record<string, string | undefined>> & { readonly run: string; readonly adr?: string };

const asked = Object.entries(questions) as [keyof Requirements, (typeof questions)[keyof Requirements]][];

export function addAdvise({ program }: Cli): void {
  const command = program
    .command('advise')
    .description('which scheme for your requirements, from a stored run; asks on a terminal when none is given')
    .option('--run <run>', 'id, path, latest or baseline', 'latest')
    .option('--adr <file>', 'also write a decision record in Markdown');
  for (const [, { flag, takes, ask }] of asked) command.option(`--${flag} <${takes}>`, ask);
  command.action(async (flags: Flags) => {
    const results = await readRun(flags.run);
    const fromFlags = given(({ flag }) => flags[flag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())]);
    const silent = Object.keys(fromFlags).length === 0;
    const requirements = readRequirements(silent && process.stdin.isTTY ? await interview() : fromFlags);
    const advice = advise(requirements, results);
    process.stdout.write(adviceText(advice));
    if (flags.adr === undefined) return;
    await writeFile(flags.adr, decisionRecord(advice, results));
    process.stdout.write(`\nDecision record  ${flags.adr}\n`);
  });
}

function given(answer: (question: (typeof questions)[keyof Requirements]) => string | undefined): Given {
  return Object.fromEntries(
    asked.flatMap(([name, question]) => {
      const text = answer(question)?.trim();
      return text ? [[name, text]] : [];
    }),
  );
}

/** One line each; nothing is no requirement. An answer that cannot be read is asked for again. */
async function interview(): Promise<Given> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answers: Given = {};
  try {
    for (const [name, { ask, takes }] of asked) {
      for (;;) {
        const text = (await terminal.question(`${ask} (${takes}, or nothing) `)).trim();
        const problem = text && Requirements.safeParse({ [name]: text }).error;
        if (text && !problem) answers[name] = text;
        if (!problem) break;
        process.stderr.write(`  ${problem.issues[0]?.message}\n`);
      }
    }
    return answers;
  } finally {
    terminal.close();
  }
}

/** @throws BenchError AB-E001 that names every flag that cannot be read. */
function readRequirements(texts: Given): Requirements {
  const parsed = Requirements.safeParse(texts);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `--${questions[path[0] as keyof Requirements].flag}: ${message}`,
  );
  throw new BenchError('AB-E001', problems.join('\n       '));
}
