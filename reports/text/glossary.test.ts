import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { words } from './glossary.ts';
import { glossaryPage } from './glossary-page.ts';
import { tooLong } from './plain-language.fixture.ts';

const all = Object.values(words).flat();

describe('words of the outputs', () => {
  it('are in docs/glossary.md as they are in the code: node dist/bench/tools/project/glossary-main.js > docs/glossary.md', async () => {
    const stored = await readFile(new URL('../../../docs/glossary.md', import.meta.url), 'utf8');
    assert.ok(glossaryPage() === stored);
  });

  it('have one meaning each', () => {
    const terms = all.map(([term]) => term.toLowerCase());
    assert.deepEqual(
      terms.filter((term, i) => terms.indexOf(term) !== i),
      [],
    );
  });

  it('are explained in sentences of at most 25 words', () => {
    assert.deepEqual(tooLong(all.map(([, meaning]) => meaning)), []);
    assert.deepEqual(
      all.filter(([, meaning]) => !meaning.endsWith('.')),
      [],
    );
  });
});
