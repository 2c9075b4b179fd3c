import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { caveats } from './caveats.ts';

describe('caveats', () => {
  it('name what did not run, what was not decided and what the set-up hides', () => {
    assert.deepEqual(caveats(fullResults), [
      '8 of 42 tests did not run.',
      '1 of 42 tests have no result; the first is session-fixation/jwt-refresh. The attack did not win against the weakened server, so that it proves nothing here.',
      'Drift across rounds: 6.3 % per round, where the limit is at most 5 %. Later rounds were slower; the interleaved order spreads it over all schemes.',
      '4 of 16 comparisons have no verdict, 1 of them invalid; each says why, and how many more rounds would settle it where some would.',
      '5 of 23 claims could not be settled by this run.',
      'Servers, store and generator share a machine of 2 cores: ratios may hold on another, absolute figures will not.',
      'Everything ran over loopback without TLS: over a network, each visit to the store adds a round trip that is not seen here.',
      'It shares two cores with the servers and the generator: a remote store adds a network round trip.',
    ]);
  });

  it('say that the network is in each figure where agents ran the servers', () => {
    const run = { ...fullResults.run, topology: { ...fullResults.run.topology, servers: 'on agents' } };
    const said = caveats({ ...fullResults, run });
    assert.ok(
      said.includes(
        'Servers under load ran on agents, with the network to their store and to the load in each figure: another network gives others.',
      ),
    );
    assert.ok(!said.some((text) => /loopback|share a machine/.test(text)), said.join('\n'));
  });

  it('do not say of a store or a target that ran elsewhere that it shared the machine, or was asked over loopback', () => {
    const of = (more: Partial<Results>) =>
      caveats({ ...fullResults, ...more }).filter((text) => /loopback|share a machine|elsewhere/.test(text));
    const store = { ...fullResults.store, provider: 'url' as const };
    assert.deepEqual(of({ store }), [
      'Servers and generator share a machine of 2 cores: ratios may hold on another, absolute figures will not.',
    ]);
    const target = (origin: string) => ({
      ...{ scheme: 'shop', title: 'Shop', origin, declared: {}, lifetimes: {}, requests: 1, optIn: [] },
      ceilings: { ratePerSecond: 1, concurrency: 1, requests: 1 },
    });
    const [scheme] = fullResults.schemes;
    const shop = { ...scheme!, id: 'shop' };
    const elsewhere = 'shop ran elsewhere, with the network in each figure: another network gives others.';
    const far = [target('https://shop.example')];
    assert.deepEqual(of({ targets: far, schemes: [shop] }), [elsewhere]);
    const beside = of({ targets: far, schemes: [...fullResults.schemes, shop] });
    assert.match(beside[1] ?? '', /^Servers asked their store over loopback/);
    assert.equal(beside[2], elsewhere);
    assert.match(of({ targets: [target('http://127.0.0.1:3000')], schemes: [shop] })[1] ?? '', /^Everything ran over/);
  });

  it('say that a smoke run gives no performance verdict', () => {
    const [first] = caveats({ ...fullResults, run: { ...fullResults.run, profile: 'smoke' } });
    assert.equal(first, 'A smoke run proves that everything runs; it gives no performance verdict by design.');
  });

  it('say from how small a difference on schemes cannot be told apart', () => {
    const comparisons = fullResults.comparisons.map((one) =>
      one.kind === 'a-a' && one.metric === 'cpu.servers'
        ? { ...one, metric: 'cpu.total', verdict: 'inconclusive' as const, ciLow: 0.8, ciHigh: 1.1 }
        : one,
    );
    assert.ok(
      caveats({ ...fullResults, comparisons }).includes(
        'Identical servers may look 25 % apart in CPU per request here: no smaller difference between schemes can be seen.',
      ),
    );
  });

  it('say where it is that identical servers look apart, when there are several places', () => {
    const [control] = fullResults.comparisons.filter(({ kind }) => kind === 'a-a');
    assert.ok(control);
    const apart = (scenario: string, ciHigh: number) => ({
      ...{ ...control, scenario, metric: 'cpu.total', verdict: 'inconclusive' as const, ciLow: 1, ciHigh },
    });
    const comparisons = [apart('authenticated-read', 1.08), apart('login', 1.1)];
    assert.ok(
      caveats({ ...fullResults, comparisons }).includes(
        'Identical servers may look 8 % apart in CPU per request (authenticated-read) and 10 % apart in CPU per request (login) here: no smaller difference between schemes can be seen.',
      ),
    );
  });

  it('say how many attacks a profile left out, and nothing where they were left out by request', () => {
    const ids = [...new Set(fullResults.attacks.map(({ id }) => id)), 'left-out'];
    const scenarios = ids.map((id) => ({ id, kind: 'attack', title: id, question: '' }));
    const run = { ...fullResults.run, suites: ['security', 'load'] };
    const sentence = '6 of 7 attacks were tried; npm run bench -- --suite security tries all.';
    assert.ok(caveats({ ...fullResults, scenarios, run }).includes(sentence));
    const asked = { ...run, scenarios: ids.slice(0, -1) };
    assert.ok(!caveats({ ...fullResults, scenarios, run: asked }).includes(sentence));
    assert.ok(!caveats({ ...fullResults, scenarios, run: { ...run, state: 'incomplete' } }).includes(sentence));
  });

  it('name the three gravest checks that were not met, and count the others', () => {
    const row = (id: string, state: 'failed' | 'warning') => ({
      ...{ id, title: id, measured: '1', limit: '0', state, consequence: `so ${id.charAt(0)}` },
    });
    const quality = [
      row('a', 'warning'),
      row('ab', 'warning'),
      row('b', 'warning'),
      row('c', 'warning'),
      row('d', 'failed'),
    ];
    const [first, second, third, more] = caveats({ ...fullResults, quality }).filter((text) =>
      /^[a-d]+: |more checks/.test(text),
    );
    assert.deepEqual(
      [first, second, third].map((text) => text?.[0]),
      ['d', 'a', 'b'],
    );
    assert.match(more ?? '', /^2 more checks/);
  });
});
