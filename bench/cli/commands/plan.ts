import { demandsOf } from '../../../reports/capacity/demands.ts';
import { planOf } from '../../../reports/capacity/plan.ts';
import { planText } from '../../../reports/capacity/plan-text.ts';
import type { Prices } from '../../../reports/capacity/prices.ts';
import { asked, type Given, questions, readWorkload, type Workload } from '../../../reports/capacity/workload.ts';
import { BenchError } from '../../errors.ts';
import { readPrices } from '../../runs/prices.ts';
import { readRun } from '../../runs/stored-runs.ts';
import { askEach } from '../ask-each.ts';
import type { Cli } from '../command.ts';
import { camelCased } from '../flag-name.ts';
import { atTerminal } from '../prompts.ts';

type Flags = Readonly<Record<string, string | undefined>> & { readonly prices?: string };

export function addPlan({ program }: Cli): void {
  const command = program
    .command('plan')
    .summary('servers, store and money for your load')
    .description(
      'servers, store and money that each scheme needs for your load, from a stored run; asks on a terminal when none is given',
    )
    .argument('[run]', 'id, path, latest or baseline', 'latest');
  for (const [, { flag, takes, ask, otherwise }] of asked)
    command.option(`--${flag} <${takes}>`, otherwise === undefined ? ask : `${ask} Else ${otherwise}`);
  command
    .option('--prices <file>', 'YAML (authbench schema prices); without it there is no money')
    .option('--json', 'print it for programs')
    .action(async (run: string, { json, ...flags }: Flags & { readonly json?: true }) => {
      const fromFlags = given(flags);
      const asks = Object.keys(fromFlags).length === 0 && process.stdin.isTTY;
      const { workload, prices } = await checked(asks ? await atTerminal(askForLoad) : fromFlags, flags.prices);
      const plan = planOf(workload, demandsOf(await readRun(run)), prices);
      process.stdout.write(json ? `${JSON.stringify(plan, null, 2)}\n` : planText(plan));
    });
}

function given(flags: Flags): Given {
  return Object.fromEntries(
    asked.flatMap(([name, { flag }]) => {
      const text = flags[camelCased(flag)];
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

/** What a part alone is wrong by: whether parts go together is seen when all are there. */
export async function askForLoad(ask: Parameters<typeof askEach>[0]): Promise<Given> {
  return askEach(ask, asked, (name, typed) => {
    const read = readWorkload({ ...plain, [name]: typed });
    return 'problems' in read ? read.problems.find((one) => one.name === name)?.message : undefined;
  });
}

const plain: Given = { users: '1', ratePerSecond: '1e9' };

/** @throws BenchError AB-E001 that names every flag that cannot be read, and what is wrong with the prices; AB-E013 for those alone. */
async function checked(texts: Given, file: string | undefined): Promise<{ workload: Workload; prices?: Prices }> {
  const read = readWorkload(texts);
  const prices = file === undefined ? undefined : await readPrices(file).catch((error: unknown) => error);
  const unusable = prices instanceof Error ? prices : undefined;
  if ('problems' in read) {
    const named = read.problems.map(({ name, message }) => `--${questions[name].flag}: ${message}`);
    throw new BenchError(
      'AB-E001',
      [...named, ...(unusable ? [`--prices: ${unusable.message}`] : [])].join('\n       '),
    );
  }
  if (unusable) throw unusable;
  return { workload: read.workload, ...(prices !== undefined && { prices: prices as Prices }) };
}
