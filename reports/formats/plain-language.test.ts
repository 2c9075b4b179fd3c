import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { summarise } from '../analysis/summary.ts';
import { decisionResults } from '../results/fixtures/decision.ts';
import { failedResults, fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import html from './html.ts';
import terminal from './terminal.ts';

/** Words that only who built this knows. What the field says, or the glossary explains, is not among them. */
const privateWords = [
  ...['arm', 'arms', 'A/A', 'cell', 'cells', 'block', 'blocks', 'look', 'looks', 'beaten', 'precondition'],
  ...['declared', 'declares', 'as set', 'as it comes', 'compression', 'spent', 'premises', 'yardstick', 'ladder'],
];

/** More are read twice. A part that ends with a colon or a semicolon is taken in by itself. */
const mostWords = 25;

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
        /<(h2|h3|figcaption|p class="(?:lead|default)")[^>]*>(.*?)<\/(?:h2|h3|figcaption|p)>/gs,
      ),
    ].map(([, , text = '']) => read(text)),
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

function tooLong(texts: readonly string[]): string[] {
  return texts
    .flatMap((text) => text.split(/(?<=[.!?;:])\s+/))
    .filter((sentence) => sentence.split(/\s+/).length > mostWords);
}

function known(texts: readonly string[]): string[] {
  const own = new RegExp(`(?<![\\w/-])(?:${privateWords.join('|')})(?![\\w/-])`, 'i');
  return texts.flatMap((text) => text.split(/(?<=[.!?;:])\s+/)).filter((sentence) => own.test(sentence));
}

describe('what people read', () => {
  for (const [output, texts] of Object.entries(outputs))
    for (const [run, results] of Object.entries(runs)) {
      it(`has sentences of at most ${mostWords} words: ${output}, ${run} run`, () => {
        assert.deepEqual(tooLong(texts(results)), []);
      });

      it(`has no word that only its makers know: ${output}, ${run} run`, () => {
        assert.deepEqual(known(texts(results)), []);
      });
    }

  it('is seen to be too long, or private, where it is', () => {
    assert.equal(tooLong(['word '.repeat(26)]).length, 1);
    assert.deepEqual(known(['An A/A arm. A scheme was blocked.']), ['An A/A arm.']);
  });
});
