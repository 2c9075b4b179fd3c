import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { proseOf, tooLong, withPrivateWords } from '../reports/text/plain-language.fixture.ts';
import { claimStates, outcomes, rulingStates, verdicts } from '../reports/text/vocabulary.ts';
import { runFlags } from './cli/run-flags.ts';
import { errorTable } from './errors.ts';
import { readCatalogue } from './plan/catalogue.ts';
import { exitCodes } from './run/exit-codes.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** For who works on authbench, or asks how it measures: these use the words of docs/glossary.md. */
const ofMakers = ['add-a-scheme', 'add-an-attack', 'development-set', 'glossary', 'many-machines', 'method'];
const docs = readdirSync(join(root, 'docs')).filter((file) => file.endsWith('.md'));
const ofUsers = docs.filter((file) => !ofMakers.includes(file.slice(0, -'.md'.length)));

const catalogue = await readCatalogue();

/** What the program says of itself. */
const texts: Readonly<Record<string, readonly string[]>> = {
  'errors and what to do about them': Object.values(errorTable).flatMap(({ title, fix }) => [title, fix]),
  'what to do where an attack succeeds': catalogue.attacks.map(({ fix }) => fix),
  'flags of a run': runFlags(new Command('run'), catalogue).options.map(({ description }) => description),
  'exit codes': Object.values(exitCodes).map(({ means }) => means),
  'outcomes and verdicts': [outcomes, verdicts, claimStates, rulingStates].flatMap((words) => Object.values(words)),
  ...Object.fromEntries(
    ['README.md', ...ofUsers.map((file) => join('docs', file))].map((file) => [
      file,
      proseOf(readFileSync(join(root, file), 'utf8')),
    ]),
  ),
};

describe('what people read beside a report', () => {
  for (const [name, said] of Object.entries(texts)) {
    it(`has sentences of at most 25 words: ${name}`, () => {
      assert.deepEqual(tooLong(said), []);
    });

    it(`has no word that only its makers know: ${name}`, () => {
      assert.deepEqual(withPrivateWords(said), []);
    });
  }
});
