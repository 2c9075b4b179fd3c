import { hostname } from 'node:os';
import { Option } from 'commander';
import type { Ceilings } from '../../../scenarios/ceilings.ts';
import { type Role, roles } from '../../agents/agent-card.ts';
import { BenchError } from '../../errors.ts';
import { exitCodes } from '../../run/exit-codes.ts';
import { unbounded } from '../../targets/own/unbounded.ts';
import type { Cli } from '../command.ts';
import { named } from '../flag-reader.ts';
import { collected } from '../run-flags.ts';

interface AgentFlags {
  readonly control?: string;
  readonly name: string;
  readonly roles: string;
  readonly allowTarget?: readonly string[];
  readonly limits?: string;
  readonly reach: string;
  readonly store?: string;
  readonly stay?: boolean;
}

export function addAgent({ program, exit }: Cli): void {
  program
    .command('agent')
    .summary('make load, attacks, servers for a bench elsewhere')
    .description(
      'make load, run attacks, or run servers, for a bench that is told --agents, until it ends; nothing is left here then',
    )
    .addOption(new Option('--control <url>', 'rediss://… of the control Redis').env('AUTHBENCH_AGENTS'))
    .option('--name <name>', 'its own among all agents', hostname().toLowerCase().split('.')[0])
    .option('--roles <list>', `what it does, of ${roles.join(', ')}`, 'load')
    .option('--allow-target <host>', 'a host that it may load beside its own; may be repeated', collected)
    .option('--limits <list>', 'ratePerSecond=500,concurrency=64,requests=100000: the most that it may do')
    .option('--reach <address>', 'with --roles servers: of this machine, where these are reached', '127.0.0.1')
    .addOption(
      new Option('--store <url>', 'with --roles servers: redis://… that they share with the bench').env('REDIS_URL'),
    )
    .option('--stay', 'wait for the next bench after one has ended')
    .action(async (flags: AgentFlags) => exit(await agentCommand(flags)));
}

async function agentCommand({
  control,
  name,
  roles: given,
  allowTarget = [],
  limits,
  reach,
  store,
  stay = false,
}: AgentFlags): Promise<number> {
  const problems = [
    ...(control === undefined ? ['--control or AUTHBENCH_AGENTS has to name the control Redis'] : []),
    ...(/^[a-z0-9][a-z0-9-]{0,31}$/.test(name)
      ? []
      : [`--name '${name}' has other than a-z, 0-9 and -, or is too long`]),
    ...named(given).flatMap((role) =>
      isRole(role) ? [] : [`--roles '${role}' is unknown; there are ${roles.join(' and ')}`],
    ),
    ...limitProblems(limits),
    ...serverProblems(reach, store),
  ];
  if (problems.length > 0) throw new BenchError('AB-E001', problems.join('\n       '));
  const { serveAgent } = await import('../../agents/agent.ts');
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    await serveAgent({
      ...{ control: control ?? '', name, roles: named(given).filter(isRole), stays: stay, signal: stop.signal },
      consent: { targets: allowTarget, limits: limitsOf(limits) },
      servers: { reach, storeUrl: named(given).includes('servers') ? store : undefined },
      say: (text) => process.stderr.write(`${text}\n`),
    });
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
  return exitCodes.ok.code;
}

function isRole(role: string): role is Role {
  return (roles as readonly string[]).includes(role);
}

function serverProblems(reach: string, store: string | undefined): string[] {
  return [
    ...(URL.canParse(`http://${reach}`) && new URL(`http://${reach}`).host === reach
      ? []
      : [`--reach '${reach}' is no address of a host`]),
    ...(store === undefined || /^rediss?:\/\/[^/]/.test(store) ? [] : [`--store '${store}' is no redis:// address`]),
  ];
}

const limitNames = ['ratePerSecond', 'concurrency', 'requests'] as const;

function limitProblems(limits: string | undefined): string[] {
  return named(limits ?? '').flatMap((one) => {
    const [name = '', value = ''] = one.split('=');
    const isKnown = (limitNames as readonly string[]).includes(name) && /^[1-9]\d*$/.test(value);
    return isKnown ? [] : [`--limits '${one}' is none of ${limitNames.map((limit) => `${limit}=N`).join(', ')}`];
  });
}

function limitsOf(limits: string | undefined): Ceilings {
  return {
    ...unbounded,
    ...Object.fromEntries(
      named(limits ?? '')
        .map((one) => one.split('='))
        .map(([name, value]) => [name, Number(value)]),
    ),
  };
}
