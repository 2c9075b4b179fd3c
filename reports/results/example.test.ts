import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import html from '../formats/html.ts';
import markdown from '../formats/markdown.ts';
import { readResults } from './read-results.ts';

const read = (name: string) => readFile(new URL(`../../../reports/example/${name}`, import.meta.url), 'utf8');

describe('the example', () => {
  it('is a run that is read and rendered, and the one that its pages show', async () => {
    const reading = readResults(JSON.parse(await read('results.json')));
    assert.ok('results' in reading, 'problem' in reading ? reading.problem : '');
    const { id } = reading.results.run;
    for (const page of [await read('summary.md'), markdown.files['summary.md'](reading.results)])
      assert.ok(page.includes(id));
    for (const page of [await read('index.html'), html.files['index.html'](reading.results)])
      assert.ok(page.includes(`<title>Sessions or JWT? Run ${id}</title>`));
  });
});
