import { accessSync, constants } from 'node:fs';
import { isLoopback } from '../../reports/text/loopback.ts';
import type { Everything } from '../plan/catalogue.ts';
import { withSlo } from '../plan/slo-option.ts';
import type { RunFlags } from '../run/flags.ts';
import type { RunOptions } from '../run/options.ts';
import { readDecisionMargin } from './decision-margin.ts';
import { dashed } from './flag-name.ts';

/** What flags say, before it is recorded for a run that goes on. */
type Chosen = Omit<RunOptions, 'asked'>;

/** What is wrong with flags beyond names that are unknown: each in a sentence. */
export function flagProblems(flags: RunFlags, options: Chosen, all: Everything): string[] {
  return [
    ...roundsProblems(flags.rounds, options),
    ...(/^\d$/.test(flags.confirm) ? [] : [`--confirm '${flags.confirm}' is no number from 0 to 9`]),
    ...seedProblems(flags.seed, options),
    ...(flags.node === undefined ? [] : nodeProblems(options)),
    ...Object.entries(flags).flatMap(([flag, value]) => (value === '' ? [`--${dashed(flag)} is empty`] : [])),
    ...browserProblems(options),
    ...agentsProblems(flags, options),
    ...[flags.slo === undefined ? undefined : withSlo(options.profile, flags.slo)].filter(isProblem),
    ...[flags.decisionMargin === undefined ? undefined : readDecisionMargin(flags.decisionMargin)].filter(isProblem),
    ...nameProblems(options, all),
    ...(options.schemes.length === 0 && options.targets.length === 0 ? ['--schemes leaves no scheme'] : []),
  ];
}

function isProblem(read: unknown): read is string {
  return typeof read === 'string';
}

function roundsProblems(rounds: string | undefined, { resume }: Chosen): string[] {
  if (rounds === undefined) return [];
  if (!/^\+?[1-9]\d{0,3}$/.test(rounds))
    return [`--rounds '${rounds}' is neither a number of rounds from 1 to 9999 nor, as +8, how many more`];
  return rounds.startsWith('+') && !resume ? [`--rounds ${rounds} needs a run to add to: --resume RUN`] : [];
}

function seedProblems(given: string | undefined, { seed }: Chosen): string[] {
  const isGood = /^\d+$/.test(given ?? '0') && seed < 2 ** 32;
  return isGood ? [] : [`--seed '${given}' is not a whole number from 0 to ${2 ** 32 - 1}`];
}

/** What `--node` cannot go with. */
function nodeProblems({ cluster, suites, schemes }: Chosen): string[] {
  return [
    ...(cluster === 'compose' ? ['--node needs --cluster processes: containers have the Node.js of their image'] : []),
    ...(cluster !== 'compose' && !suites.includes('sensitivity')
      ? ['--node needs the suite sensitivity, whose rounds it is measured in: add it to --suite, or leave that out']
      : []),
    ...(schemes.length === 0 ? ['--node needs a scheme: a target runs on what its owner gave it'] : []),
  ];
}

/** What agents cannot do, and what they need to be told. */
function agentsProblems({ agents, expect, reach }: RunFlags, { suites, targets, cluster, balancer }: Chosen): string[] {
  if (agents === undefined)
    return [...(expect ? ['--expect needs --agents'] : []), ...(reach ? ['--reach needs --agents'] : [])];
  const isNear = isLoopback(URL.canParse(agents) ? new URL(agents).hostname : '');
  return [
    ...(expect === undefined || /^[1-9]\d?$/.test(expect) ? [] : [`--expect '${expect}' is no number from 1 to 99`]),
    ...(isNear || reach !== undefined
      ? []
      : [
          '--agents on other machines have to reach the servers of this one to load them: --reach ADDRESS, or 127.0.0.1 where they are all here, run the servers themselves, or make no load',
        ]),
    ...(suites.some((suite) => suite !== 'micro') ? [] : ['--agents has nothing to do: primitives are measured here']),
    ...(targets.length === 0 ? [] : ['--agents cannot sign in to a --target: its accounts are known here alone']),
    ...(cluster === 'processes' && balancer === 'none'
      ? []
      : ['--agents asks each server by itself: leave --cluster and --balancer out']),
  ];
}

function browserProblems({ browser }: Chosen): string[] {
  return browser === undefined || isProgram(browser) ? [] : [`--browser '${browser}' is not a program`];
}

function nameProblems({ targets }: Chosen, all: Everything): string[] {
  const taken = [...all.schemes, ...all.variants, all.floor, ...targets].map(({ id }) => id);
  return targets
    .filter(({ id }) => taken.filter((other) => other === id).length > 1)
    .map(({ id }) => `--target '${id}': that name is taken`);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
