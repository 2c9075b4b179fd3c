import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Mutant } from './mutants.ts';
import { openScoreStore } from './score-store.ts';

const mutant: Mutant = { id: '7', file: 'x.ts', line: 1, mutator: 'BlockStatement', original: '{}', replacement: '' };

describe('what is known of mutants', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'authbench-score-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('is there for whoever goes on: the last of each, and of these mutants alone', async () => {
    const store = await openScoreStore(folder, [mutant]);
    await store.note({ ...mutant, state: 'left', schemes: ['jwt'], passed: [] });
    await store.note({ ...mutant, state: 'caught', by: 'jwt, csrf: it won' });
    const again = await openScoreStore(folder, [mutant]);
    assert.deepEqual(
      [...(await again.judged()).values()].map(({ state }) => state),
      ['caught'],
    );
    const others = await openScoreStore(folder, [{ ...mutant, replacement: '{}' }]);
    assert.equal((await others.judged()).size, 0);
  });

  it('has each survey made once', async () => {
    const store = await openScoreStore(folder, [mutant]);
    let made = 0;
    const make = async () => {
      made += 1;
      return { scheme: 'jwt', start: [], contract: ['7'], attacks: [] };
    };
    assert.deepEqual([await store.survey('jwt', make), await store.survey('jwt', make)].at(1)?.contract, ['7']);
    assert.equal(made, 1);
  });
});
