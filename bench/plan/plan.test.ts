import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Variation } from '../../servers/variation.ts';
import { type Everything, readCatalogue } from './catalogue.ts';
import { countCells, createPlan, type Selection, suites } from './plan.ts';
import { profiles } from './profiles.ts';
import { runtimeVariation } from './runtime-variations.ts';

let all: Everything;
before(async () => {
  all = await readCatalogue();
});

const everything: Selection = { suites, scenarios: [], seed: 1 };

describe('the plan of a run', () => {
  it('tries every attack on every compared scheme', () => {
    const { attacks } = createPlan(all, profiles.quick, { ...everything, suites: ['security'] });
    for (const attack of all.attacks) {
      const schemes = attacks.filter((cell) => cell.attack === attack).map(({ scheme }) => scheme.id);
      assert.deepEqual(schemes.slice(0, 3), ['session', 'jwt', 'jwt-refresh'], attack.id);
    }
  });

  it('takes a variant of a scheme only where it is named: its attacks say so of the others', () => {
    const variants = (catalogue: Everything) => {
      const { attacks, scaling } = createPlan(catalogue, profiles.standard, everything);
      return [...attacks, ...scaling].filter(({ scheme }) => scheme.variant).map(({ id }) => id);
    };
    assert.deepEqual(variants(all), []);
    const denylist = all.variants.filter(({ id }) => id === 'jwt-denylist');
    assert.ok(variants({ ...all, schemes: denylist }).includes('denylist-malleability/jwt-denylist'));
  });

  it('tries every attack on a target in quick, and on our own the weightiest where other suites want their time', () => {
    const target = { ...all.schemes[0], id: 'my-app' } as Everything['schemes'][number];
    const { attacks } = createPlan({ ...all, targets: [target] }, profiles.quick, everything);
    const on = (id: string) => attacks.filter(({ scheme }) => scheme.id === id).length;
    assert.equal(on('my-app'), all.attacks.length);
    assert.ok(on('session') < all.attacks.length / 2);
  });

  it('is content with little in smoke, unless a scenario is named', () => {
    const small = createPlan(all, profiles.smoke, everything);
    assert.equal(new Set(small.attacks.map(({ attack }) => attack.id)).size, 6);
    const named = createPlan(all, profiles.smoke, { ...everything, scenarios: ['jwt-kid-injection'] });
    assert.deepEqual([...new Set(named.attacks.map(({ attack }) => attack.id))], ['jwt-kid-injection']);
    assert.deepEqual(named.loadRounds, []);
  });

  it('has something to measure where variations are all that is asked for', () => {
    const plan = createPlan(all, profiles.quick, { ...everything, suites: ['sensitivity'] });
    assert.equal(countCells(plan, 1), plan.sensitivity[0]?.length);
    assert.ok(countCells(plan, 2) > countCells(plan, 1));
  });

  it('has servers on another Node.js in rounds of their own, and other variations beside them where they are named', () => {
    const node: Variation = {
      ...runtimeVariation({ asked: '24', path: '/node', node: '24.22.3', v8: '', openssl: '' }),
    };
    const catalogue = { ...all, variations: [...all.variations, node] };
    const arms = (selection: Partial<Selection>) => {
      const [round = []] = createPlan(catalogue, profiles.quick, { ...everything, ...selection }).sensitivity;
      return [...new Set(round.flatMap(({ variation }) => variation?.id ?? []))].sort();
    };
    assert.deepEqual(arms({}), ['node-24.22.3']);
    assert.deepEqual(arms({ suites: ['sensitivity'] }), ['node-24.22.3']);
    assert.deepEqual(arms({ scenarios: ['session-rolling'] }), ['node-24.22.3', 'session-rolling']);
    assert.deepEqual(arms({ suites: ['load'] }), []);
  });

  it('names in profiles only what exists', () => {
    const ids = [...all.attacks, ...all.scaling, ...all.lifecycle, ...all.load, ...all.micro].map(({ id }) => id);
    assert.deepEqual(
      profiles.smoke.only?.filter((id) => !ids.includes(id)),
      [],
    );
  });
});
