import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emptyResults } from '../results/fixtures/results.ts';
import type { Claim } from '../results/report.ts';
import type { Results } from '../results/results.ts';
import { judgeOnEvidence } from './claim-evidence.ts';
import { beyondOf } from './claims-beyond.ts';

const claim: Claim = {
  ...{
    id: 'expiration.jwt',
    row: 'expiration',
    scheme: 'jwt',
    statement: 'It ends when it says.',
    restsOn: ['replay'],
  },
  beyond: ({ credential }) => credential === 'self-contained',
  judge: (results, own = 'jwt') =>
    judgeOnEvidence(results, own, ({ attack }) => ({
      state: attack('replay').outcome === 'window' ? 'confirmed' : 'refuted',
      measured: `On ${own}.`,
      because: '',
    })),
};
const scheme = (id: string, credential: string) =>
  ({ id, title: id, summary: '', traits: { credential }, settings: {} }) satisfies Results['schemes'][number];
const attack = (on: string, outcome: string) =>
  ({
    id: 'replay',
    scheme: on,
    outcome,
    because: '',
    control: { because: '' },
    evidence: `attack/replay/${on}`,
  }) as Results['attacks'][number];
const results = (...attacks: Results['attacks']): Results => ({
  ...emptyResults,
  schemes: [scheme('jwt', 'self-contained'), scheme('jwt-epoch', 'self-contained'), scheme('bff', 'reference')],
  attacks,
  evidence: attacks.map(({ evidence }) => ({ id: evidence })) as unknown as Results['evidence'],
});
const beyond = (...attacks: Results['attacks']) => beyondOf(claim, new Set(['jwt']), results(...attacks));

describe('a statement, asked of schemes that the comparison does not have', () => {
  it('is told of those that have what it is about, by what a cell of the run shows', () => {
    const shown = beyond(attack('jwt', 'window'), attack('jwt-epoch', 'blocked'), attack('bff', 'blocked'));
    assert.deepEqual(shown, [
      { scheme: 'jwt-epoch', state: 'refuted', measured: 'On jwt-epoch.', evidence: ['attack/replay/jwt-epoch'] },
    ]);
  });

  it('is told of none where no cell shows it, or where an attack has no surface', () => {
    assert.deepEqual(beyond(attack('jwt', 'window')), []);
    assert.deepEqual(beyond(attack('jwt-epoch', 'not-applicable')), []);
    assert.deepEqual(beyond(attack('jwt-epoch', 'inconclusive')), []);
  });
});
