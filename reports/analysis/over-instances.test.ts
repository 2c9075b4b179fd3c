import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import jwtScalable from '../claims/jwt.scalable.ts';
import { scaleOut } from '../results/fixtures/scale-out.ts';
import { readResults } from '../results/read-results.ts';
import { grown } from './over-instances.ts';

/** A real run, which measured all else that the claim rests on. */
const stored = new URL('../../../reports/results/fixtures/results-1.0.0.json', import.meta.url);
const read = readResults(JSON.parse(await readFile(stored, 'utf8')));
assert.ok('results' in read);
const { results: without } = read;

const of = (scheme: string) => scaleOut.filter((row) => row.scheme === scheme && row.mode !== 'sticky');

describe('growth over instances', () => {
  it('is told up to the most of them, with what ended it', () => {
    assert.deepEqual(grown(of('session')), {
      text: 'at 8 instances 5.00 times what one carries (limit: the store)',
      asFar: true,
      storeEndsAt: 50_000,
    });
    assert.equal(grown(of('jwt'))?.text, 'at 8 instances 8.00 times what one carries (limit: servers)');
    // its store is there, and no read asks it
    assert.equal(grown(of('jwt-refresh'))?.storeEndsAt, undefined);
  });

  it('falls short where servers are the limit and carry less than as many times more, three times over', () => {
    const short = of('jwt').map((row) => (row.instances === 8 ? { ...row, perSecond: 0.85 * row.perSecond } : row));
    assert.equal(grown(short)?.asFar, undefined);
    assert.equal(grown([...short, ...short, ...short])?.asFar, false);
  });

  it('is not told of one instance alone, nor without it', () => {
    assert.deepEqual(
      [grown(of('jwt').slice(0, 1)), grown(of('jwt').slice(1)), grown([])],
      [undefined, undefined, undefined],
    );
  });
});

describe('the claim that a scheme scales', () => {
  const results = { ...without, scaleOut };

  it('rests on the curve where there is one, and says what ends that of session', () => {
    const { state, measured, condition } = jwtScalable.judge(results);
    assert.equal(state, 'conditional');
    assert.match(
      measured,
      /it carried at 8 instances 8\.00 times .* session with a shared store at 8 instances 5\.00 times/,
    );
    assert.match(condition ?? '', /grew alike, until the one core of its store is full, at 50,000 reads\/s here/);
  });

  it('is refuted where more instances did not carry more, round by round', () => {
    const flat = scaleOut.map((row) => (row.scheme === 'jwt' ? { ...row, perSecond: 800 } : row));
    assert.equal(jwtScalable.judge({ ...results, scaleOut: flat }).state, 'conditional');
    assert.equal(jwtScalable.judge({ ...results, scaleOut: [...flat, ...flat, ...flat] }).state, 'refuted');
  });

  it('is judged without it where it was not measured', () => {
    const { state, measured } = jwtScalable.judge(without);
    assert.equal(state, 'conditional');
    assert.doesNotMatch(measured, /times what one carries/);
  });
});
