import { accessSync, constants } from 'node:fs';
import type { Results } from '../../reports/results/results.ts';
import { balancers, clusters } from '../cluster/site.ts';
import { BenchError } from '../errors.ts';
import type { Everything } from '../plan/catalogue.ts';
import { suites } from '../plan/plan.ts';
import type { Profile } from '../plan/profiles.ts';
import { profiles } from '../plan/profiles.ts';
import { begunIn, withCounts, withRounds } from '../plan/rounds.ts';
import { withSlo } from '../plan/slo-option.ts';
import { gates, type RunFlags, type RunOptions } from '../run/options.ts';
import { assertStoreOption } from '../store/open-store.ts';
import type { ExternalTarget } from '../targets/external/external-target.ts';
import { readDecisionMargin } from './decision-margin.ts';

const uis = ['auto', 'live', 'lines', 'json', 'silent'] as const;

/**
 * Checks every flag before anything starts.
 * @throws BenchError AB-E001 that names every problem at once, AB-E002 or AB-E003 of a store.
 */
export function readOptions(
  flags: RunFlags,
  all: Everything,
  resume?: Results,
  targets: readonly ExternalTarget[] = [],
): RunOptions {
  const problems: string[] = [];
  const choose = <T extends string>(flag: string, given: string | undefined, allowed: readonly T[]): T[] => {
    if (given === undefined) return [...allowed];
    const asked = named(given);
    const out = asked.filter((item) => item.startsWith('!')).map((item) => item.slice(1));
    const only = asked.filter((item) => !item.startsWith('!'));
    for (const item of [...out, ...only]) {
      if (!(allowed as readonly string[]).includes(item)) {
        problems.push(`--${flag} '${item}' is unknown; there is ${allowed.join(', ')}`);
      }
    }
    return allowed.filter((item) => (only.length === 0 || only.includes(item)) && !out.includes(item));
  };
  const one = <T extends string>(flag: string, given: string, allowed: readonly T[]): T => {
    const found = allowed.find((item) => item === given);
    if (found === undefined) problems.push(`--${flag} '${given}' is unknown; there is ${allowed.join(', ')}`);
    return found ?? (allowed[0] as T);
  };
  const scenarioIds = [
    ...[...all.attacks, ...all.scaling, ...all.faults, ...all.lifecycle, ...all.load],
    ...[...all.micro, ...all.variations],
  ].map(({ id }) => id);
  const options: RunOptions = {
    profile: profiles[one('profile', flags.profile, Object.keys(profiles) as Profile['id'][])],
    // who names targets asks about them, and about those schemes that he names beside them
    schemes:
      targets.length > 0 && flags.schemes === undefined
        ? []
        : choose(
            'schemes',
            flags.schemes ?? all.schemes.map(({ id }) => id).join(','),
            [...all.schemes, ...all.variants].map(({ id }) => id),
          ),
    suites: choose(
      'suite',
      flags.suite,
      flags.cluster === 'compose' ? suites.filter((suite) => suite !== 'load' && suite !== 'sensitivity') : suites,
    ),
    scenarios: flags.scenario === undefined ? [] : choose('scenario', flags.scenario, scenarioIds),
    seed: flags.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(flags.seed),
    out: flags.out,
    formats: choose(
      'formats',
      flags.formats,
      all.formats.map(({ id }) => id),
    ),
    store: flags.store,
    allowRemote: flags.allowRemote,
    targets,
    // found when all flags are known to be good
    runtimes: [],
    browser: flags.browser,
    cluster: one('cluster', flags.cluster, clusters),
    balancer: one('balancer', flags.balancer, balancers),
    ui: one('ui', flags.ui, uis),
    failOn: choose('fail-on', flags.failOn, gates),
    confirm: Number(flags.confirm),
    ...(resume && { resume }),
  };
  const { rounds } = flags;
  if (rounds !== undefined && !/^\+?[1-9]\d{0,3}$/.test(rounds))
    problems.push(`--rounds '${rounds}' is neither a number of rounds from 1 to 9999 nor, as +8, how many more`);
  else if (rounds?.startsWith('+') && !resume) problems.push(`--rounds ${rounds} needs a run to add to: --resume RUN`);
  if (!/^\d$/.test(flags.confirm)) problems.push(`--confirm '${flags.confirm}' is no number from 0 to 9`);
  if (!/^\d+$/.test(flags.seed ?? '0') || options.seed >= 2 ** 32)
    problems.push(`--seed '${flags.seed}' is not a whole number from 0 to ${2 ** 32 - 1}`);
  if (flags.node !== undefined) problems.push(...nodeProblems(options));
  for (const [flag, value] of Object.entries(flags)) if (value === '') problems.push(`--${dashed(flag)} is empty`);
  if (options.browser !== undefined && !isProgram(options.browser))
    problems.push(`--browser '${options.browser}' is not a program`);
  const slo = flags.slo === undefined ? undefined : withSlo(options.profile, flags.slo);
  if (typeof slo === 'string') problems.push(slo);
  const decisionMargin = flags.decisionMargin === undefined ? undefined : readDecisionMargin(flags.decisionMargin);
  if (typeof decisionMargin === 'string') problems.push(decisionMargin);
  const taken = [...all.schemes, ...all.variants, all.floor, ...targets].map(({ id }) => id);
  for (const { id } of targets)
    if (taken.filter((other) => other === id).length > 1) problems.push(`--target '${id}': that name is taken`);
  if (options.schemes.length === 0 && targets.length === 0) problems.push('--schemes leaves no scheme');
  if (problems.length > 0) throw new BenchError('AB-E001', problems.join('\n       '));
  assertStoreOption(options.store, options.allowRemote);
  const profile = typeof slo === 'object' ? slo : options.profile;
  const before = resume?.run.options ?? {};
  const begun = begunIn(resume ?? { samples: [] });
  const wanted =
    rounds !== undefined
      ? withRounds(profile, rounds, begun)
      : before.rounds
        ? withCounts(profile, before.rounds)
        : profile;
  const { load, sensitivity, slo: objective } = wanted;
  const asked = {
    ...before,
    ...(rounds !== undefined && { rounds: { load: load.rounds, sensitivity: sensitivity.alone } }),
    ...(flags.slo !== undefined && objective && { sloP99Ms: objective.p99Ms }),
  };
  return {
    ...options,
    ...(typeof decisionMargin === 'number' && { decisionMargin }),
    profile: wanted,
    ...(Object.keys(asked).length > 0 && { asked }),
  };
}

/** The items of a flag that takes several. */
export function named(list: string): string[] {
  return list
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}

/** What `--node` cannot go with. */
function nodeProblems({ cluster, suites, schemes }: RunOptions): string[] {
  return [
    ...(cluster === 'compose' ? ['--node needs --cluster processes: containers have the Node.js of their image'] : []),
    ...(cluster !== 'compose' && !suites.includes('sensitivity')
      ? ['--node needs the suite sensitivity, whose rounds it is measured in: add it to --suite, or leave that out']
      : []),
    ...(schemes.length === 0 ? ['--node needs a scheme: a target runs on what its owner gave it'] : []),
  ];
}

function dashed(flag: string): string {
  return flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
