import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { summarise } from '../analysis/summary.ts';
import { decisionResults } from '../results/fixtures/decision.ts';
import { failedResults, fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { mostWords, proseOf, tooLong, withPrivateWords } from '../text/plain-language.fixture.ts';
import html from './html.ts';
import markdown from './markdown.ts';
import terminal from './terminal.ts';

/** What our own rules say of a run, and no text that a fixture made up. */
function analysed(results: Results): Results {
  return { ...results, ...summarise(results) };
}

const runs: Readonly<Record<string, Results>> = {
  full: analysed(fullResults),
  failed: analysed(failedResults),
  decision: analysed(decisionResults),
};

/** What is read of each output. */
const outputs: Readonly<Record<string, (results: Results) => string[]>> = {
  'the answer and the limits': ({ answer, limits }) => [...answer.map(({ text }) => text), ...limits],
  'the prose of the page': (results) =>
    [
      ...html.files['index.html'](results).matchAll(
        /<(h2|h3|figcaption|p|summary|caption)(?=[ >])[^>]*>(.*?)<\/(?:h2|h3|figcaption|p|summary|caption)>/gs,
      ),
    ].map(([, , text = '']) => read(text)),
  'the summary in Markdown': (results) => proseOf(markdown.files['summary.md'](results)),
  'the terminal': (results) => [
    stripVTControlCharacters(terminal.print(results, { path: 'p' }))
      .replace(/\n(?=\S)/g, '. ')
      .replace(/\n {2,}(?=\S)/g, ' '),
  ],
};

function read(markup: string): string {
  return markup
    .replace(/<code>.*?<\/code>/gs, 'code')
    .replace(/<span class="spoken">: <\/span>/g, ': ')
    .replace(/<[^>]+>/g, '')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, ' ')
    .trim();
}

describe('what people read', () => {
  for (const [output, texts] of Object.entries(outputs))
    for (const [run, results] of Object.entries(runs)) {
      it(`has sentences of at most ${mostWords} words: ${output}, ${run} run`, () => {
        assert.deepEqual(tooLong(texts(results)), []);
      });

      it(`has no word that only its makers know: ${output}, ${run} run`, () => {
        assert.deepEqual(withPrivateWords(texts(results)), []);
      });
    }

  it('is seen to be too long, or private, where it is', () => {
    assert.equal(tooLong(['word '.repeat(26)]).length, 1);
    assert.deepEqual(withPrivateWords(['An A/A arm. A scheme was blocked.']), ['An A/A arm.']);
  });
});
