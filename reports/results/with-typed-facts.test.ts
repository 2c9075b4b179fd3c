import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { variedText } from '../text/varied-text.ts';
import { type Arm, armText } from './arm.ts';
import { cellId } from './cell.ts';
import { fullResults } from './fixtures/results.ts';
import { readResults } from './read-results.ts';
import type { Results } from './results.ts';

type Lists = Readonly<Partial<Record<'samples' | 'comparisons' | 'cells' | 'evidence', readonly object[]>>>;

/** A run of 1.4.0 with these lists alone. */
function older(lists: Lists): object {
  const none = { samples: [], comparisons: [], cells: [], evidence: [] };
  return { ...fullResults, schemaVersion: '1.4.0', ...none, ...lists };
}

function read(lists: Lists): Results {
  const reading = readResults(older(lists));
  assert.ok('results' in reading, JSON.stringify(reading));
  return reading.results;
}

const [sample] = fullResults.samples;
const armsOf = (names: readonly string[], more: Partial<Results['samples'][number]> = {}): Omit<Arm, 'scheme'>[] =>
  read({ samples: names.map((arm) => ({ ...sample, ...more, arm })) }).samples.map(
    ({ arm: { scheme: _, ...arm } }) => arm,
  );

describe('an arm of a run before 2.0.0', () => {
  it('is told by its name', () => {
    assert.deepEqual(armsOf(['main', 'a-a', 'planted:0.2', 'sensitivity:raw', 'rate:200', 'slo', 'confirm-12:main']), [
      { group: 'load', role: 'main' },
      { group: 'load', role: 'a-a' },
      { group: 'load', role: 'main', plantedShare: 0.2 },
      { group: 'sensitivity', role: 'main', variation: 'raw' },
      { group: 'rate-sweep', role: 'main', rate: 200 },
      { group: 'rate-search', role: 'main' },
      { group: 'confirmation', role: 'main', pass: 12 },
    ]);
    assert.deepEqual(armsOf(['main'], { scenario: 'sign-hs256' }), [{ group: 'micro', role: 'main' }]);
  });

  it('has an A/A arm that is built otherwise too, or arms as they are beside a variation that could not take turns', () => {
    assert.deepEqual(
      armsOf(['sensitivity:reference', 'sensitivity:a-a', 'sensitivity:node-22', 'sensitivity:node-22:a-a']),
      [
        { group: 'sensitivity', role: 'main' },
        { group: 'sensitivity', role: 'a-a' },
        { group: 'sensitivity', role: 'main', variation: 'node-22' },
        { group: 'sensitivity', role: 'a-a', variation: 'node-22' },
      ],
    );
    assert.deepEqual(armsOf(['sensitivity:slow:reference', 'sensitivity:slow:a-a', 'sensitivity:slow']), [
      { group: 'sensitivity', role: 'main', beside: 'slow' },
      { group: 'sensitivity', role: 'a-a', beside: 'slow' },
      { group: 'sensitivity', role: 'main', variation: 'slow' },
    ]);
    assert.deepEqual(armsOf(['sensitivity:reference'], { scheme: 'floor' }), [{ group: 'sensitivity', role: 'floor' }]);
  });

  it('is called by the same name in tables', () => {
    const names = [
      ...['main', 'a-a', 'floor', 'planted:0.2', 'rate:200', 'slo', 'confirm-1:a-a'],
      ...['sensitivity:reference', 'sensitivity:a-a', 'sensitivity:x', 'sensitivity:x:a-a'],
      ...['sensitivity:y', 'sensitivity:y:reference', 'sensitivity:y:a-a'],
    ];
    const samples = names.map((arm) => ({ ...sample, arm }));
    assert.deepEqual(
      read({ samples }).samples.map(({ arm }) => armText(arm)),
      names,
    );
    const [comparison] = fullResults.comparisons;
    const compared = ['sensitivity:reference', 'sensitivity:reference:a-a', 'sensitivity:x', 'sensitivity:x:a-a'];
    const comparisons = compared.map((arm) => ({ ...comparison, kind: 'sensitivity', arm }));
    assert.deepEqual(read({ comparisons }).comparisons.map(variedText), compared);
  });

  it('is refused where its name is none', () => {
    const reading = readResults(older({ samples: [{ ...sample, arm: 'nobody' }] }));
    assert.match(JSON.stringify(reading), /does not keep to its schema:.*samples\[0\]\.arm\.role/);
  });
});

describe('a cell of a run before 2.0.0', () => {
  const ids = [
    ...['replay-after-logout/jwt', 'replay-after-logout/jwt+no-end', 'replay-after-logout/mine+jwt+no-end'],
    ...['undisturbed/session/sticky/2', 'store-frozen/jwt-refresh/shared', 'rotation/my-app', 'micro/sign-hs256'],
    ...['authenticated-read/jwt/round-1', 'authenticated-read/floor/round-12', 'login/session+a-a/round-2'],
    ...['authenticated-read/jwt+sensitivity:node-24.2.0/round-1', 'authenticated-read/jwt+confirm-1:main/round-1'],
    ...['slo/jwt', 'ladder/jwt/round-2'],
  ];
  const scenarios = [
    ...fullResults.scenarios,
    { ...fullResults.scenarios[0]!, id: 'replay-after-logout', kind: 'attack' },
  ];
  const reading = readResults({
    ...older({ cells: ids.map((id) => ({ id, state: 'done', durationMs: 1 })) }),
    scenarios,
  });
  const cells = 'results' in reading ? reading.results.cells : [];

  it('is told by its id', () => {
    const arm = { group: 'load', scheme: 'session', role: 'a-a' };
    const attack = { kind: 'attack', scenario: 'replay-after-logout' };
    const facts = cells.map(({ id, state, durationMs, ...one }) => one);
    assert.deepEqual(facts.slice(0, 3), [
      { ...attack, scheme: 'jwt' },
      { ...attack, scheme: 'jwt', weakness: 'no-end' },
      { ...attack, scheme: 'mine', controlScheme: 'jwt', weakness: 'no-end' },
    ]);
    assert.deepEqual(facts.slice(3, 7), [
      { kind: 'scaling', scenario: 'undisturbed', scheme: 'session', mode: 'sticky', instances: 2 },
      { kind: 'fault', scenario: 'store-frozen', scheme: 'jwt-refresh', mode: 'shared' },
      { kind: 'property', scenario: 'rotation', scheme: 'my-app' },
      { kind: 'micro', scenario: 'sign-hs256', scheme: 'none' },
    ]);
    assert.deepEqual(facts[9], { kind: 'load', scenario: 'login', scheme: 'session', arm, round: 2 });
  });

  it('has the same id by its facts', () => {
    assert.deepEqual(cells.map(cellId), ids);
  });
});
