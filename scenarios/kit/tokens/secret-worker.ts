import { createHmac } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { commonWords } from './common-secrets.ts';
import type { Share, Worked } from './secret-search.ts';

const endings = ['', '1', '12', '123', '1234', '!', '1!', '123!', '@123', '0', '01', '2020', '2021', '2022', '2023'];
const moreEndings = [
  '2024',
  '2025',
  '2026',
  '-key',
  '_key',
  'key',
  'Key',
  '-secret',
  '_secret',
  'secret',
  '-jwt',
  '-token',
];
const separators = ['', '-', '_', '.', ' '];

parentPort?.postMessage(search(workerData as Share));

/** Tries this thread's share of the candidates, in order, until one signs what was signed. */
function search({ input, signature, hash, most, part, of, found }: Share): Worked {
  let index = 0;
  let guesses = 0;
  for (const secret of candidates()) {
    if (index >= most || Atomics.load(found, 0) !== 0) break;
    if (index++ % of !== part) continue;
    guesses += 1;
    if (createHmac(hash, secret).update(input).digest('base64url') === signature) {
      Atomics.store(found, 0, 1);
      return { guesses, secret };
    }
  }
  return { guesses };
}

function* candidates(): Generator<string> {
  yield '';
  const spellings = (word: string) => [word, word.slice(0, 1).toUpperCase() + word.slice(1), word.toUpperCase()];
  for (const word of commonWords) yield* new Set(spellings(word));
  for (const word of commonWords) {
    for (const spelling of new Set(spellings(word))) {
      for (const ending of [...endings.slice(1), ...moreEndings]) yield spelling + ending;
    }
  }
  for (const word of commonWords) {
    yield Buffer.from(word).toString('base64');
    for (const separator of separators) for (const other of commonWords) yield word + separator + other;
  }
}
