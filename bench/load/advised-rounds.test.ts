import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Results } from '../../reports/results/results.ts';
import { compare } from '../../reports/statistics/compare.ts';
import { fewestRounds } from '../../reports/statistics/verdict.ts';
import { type Everything, readCatalogue } from '../plan/catalogue.ts';
import { createPlan } from '../plan/plan.ts';
import type { LoadCell } from '../plan/plan-load.ts';
import { type Profile, profiles } from '../plan/profiles.ts';
import { begunIn, withRounds } from '../plan/rounds.ts';
import { unfinished } from '../run/resume.ts';

type Samples = Results['samples'];

let all: Everything;
before(async () => {
  all = await readCatalogue();
});

/** What an arm leaves in a round in which nothing goes wrong. */
function measured({ scenario, scheme, arm, round, place, saturated }: LoadCell): Samples {
  const common = { scenario: scenario.id, scheme: scheme.id, arm, round, place, unit: 'us', valid: true };
  return ['cpu.total', ...(saturated ? ['throughput'] : [])].map((metric) => ({
    ...{ ...common, metric },
    value: 100 + ((7 * round + 3 * place) % 11) / 10,
  }));
}

const planOf = (profile: Profile) => createPlan(all, profile, { suites: ['load'], scenarios: [], seed: 1 });

/** What the samples come to in a run of this profile, by scenario and metric, with as many further rounds as are told. */
function compared(profile: Profile, samples: Samples) {
  const schemes = all.schemes.map(({ id }) => id);
  const run = { id: 'r', profile: profile.id, schemes } as unknown as Results['run'];
  return compare({ run, samples }).map((one) => ({ ...one, key: `${one.kind} ${one.scenario} ${one.metric}` }));
}

function added(profile: Profile, samples: Samples, further: number): Samples {
  const plan = planOf(withRounds(profile, `+${further}`, begunIn({ samples })));
  const left = unfinished(plan, { run: { state: 'complete' } as Results['run'], cells: [], samples });
  return [...samples, ...left.loadRounds.flat().flatMap(measured)];
}

describe('the rounds that a verdict asks for', () => {
  for (const [name, begun] of [
    ['quick', 10],
    ['quick', 3],
    ['standard', 20],
    ['full', 1],
  ] as const)
    it(`are enough for the pair and its control, and no more than enough: ${name} after ${begun}`, () => {
      const profile = profiles[name];
      const samples = planOf(profile).loadRounds.slice(0, begun).flat().flatMap(measured);
      const short = compared(profile, samples).filter(({ kind, because }) => kind !== 'a-a' && /needed/.test(because));
      assert.ok(short.length > 0);
      for (const { key, furtherRounds = 0 } of short) {
        const has = (further: number) => {
          const now = compared(profile, added(profile, samples, further));
          const control = now.find((one) => one.key === key.replace(/^\w+/, 'a-a'));
          const pairs = now.filter((one) => one.key === key);
          return Math.min(control?.rounds ?? 0, ...pairs.map(({ rounds }) => rounds));
        };
        assert.ok(has(furtherRounds) >= fewestRounds, `${key}: ${has(furtherRounds)} with +${furtherRounds}`);
        assert.ok(has(furtherRounds - 1) < fewestRounds, `${key}: +${furtherRounds - 1} would do`);
      }
    });
});
