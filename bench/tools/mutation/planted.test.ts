import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { edited, readPlanted } from './planted.ts';
import { isCaught } from './reference-trial.ts';

const root = new URL('../../../../', import.meta.url);
const folder = new URL('bench/tools/mutation/planted/', root);

describe('a planted change', () => {
  it('replaces the one text that it names', () => {
    assert.equal(edited('a = 1; b = 2;', { file: 'x.ts', find: 'b = 2', replace: 'b = 3' }), 'a = 1; b = 3;');
  });

  it('is refused where its text is not there, or there twice: it would stand elsewhere than it was meant to', () => {
    assert.throws(() => edited('a', { file: 'x.ts', find: 'b', replace: 'c' }), /x\.ts holds 0 times: b/);
    assert.throws(() => edited('b b', { file: 'x.ts', find: 'b', replace: 'c' }), /x\.ts holds 2 times: b/);
  });

  it('is caught by a verdict that is not the expected one, or by the contract, and not by a missing verdict', () => {
    const trial = { attack: 'csrf', expected: 'blocked', because: '', durationMs: 1 } as const;
    assert.equal(isCaught({ ...trial, outcome: 'blocked' }), false);
    assert.equal(isCaught({ ...trial, outcome: 'succeeded' }), true);
    assert.equal(isCaught({ ...trial, outcome: 'inconclusive', because: 'a contract test got no answer' }), false);
    assert.equal(isCaught({ ...trial, outcome: 'inconclusive', breaksContract: true }), true);
  });

  for (const file of readdirSync(folder)) {
    it(`has a name of its own, and its place in our servers: ${file}`, async () => {
      const planted = await readPlanted(new URL(file, folder));
      assert.equal(new Set(planted.map(({ id }) => id)).size, planted.length);
      for (const { edits } of planted) {
        const sources = new Map<string, string>();
        for (const edit of edits) {
          const source = sources.get(edit.file) ?? (await readFile(new URL(edit.file, root), 'utf8'));
          sources.set(edit.file, edited(source, edit));
        }
      }
    });
  }
});
