import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { discover } from '../servers/discover.ts';
import type { Scheme } from '../servers/scheme.ts';
import type { Weakness } from '../servers/weakness.ts';
import { sourceLine } from './source-line.ts';

const room = (path: string) => new URL(`../${path}/`, import.meta.url);
const schemes = await discover<Scheme>(room('servers/schemes'));
const weaknesses = await discover<Weakness>(room('servers/weaknesses'));

describe('the line that a weakness takes away', () => {
  for (const scheme of schemes.values()) {
    it(`stands in the source, once, for all that ${scheme.id} can have`, () => {
      const problems = [...weaknesses.values()]
        .filter(({ appliesTo }) => appliesTo(scheme.traits))
        .flatMap((weakness) => {
          try {
            sourceLine(weakness.defence(scheme.traits), scheme.id);
            return [];
          } catch (error) {
            return [`${weakness.id}: ${error}`];
          }
        });
      assert.deepEqual(problems, []);
    });
  }

  it('is found by its text, and refused where the text is nowhere or twice', () => {
    const file = 'servers/schemes/{scheme}.ts';
    const { line } = sourceLine({ file, line: 'const COOKIE =' }, 'session');
    assert.ok(line > 1);
    assert.throws(() => sourceLine({ file, line: 'no such text' }, 'session'), RangeError);
    assert.throws(() => sourceLine({ file, line: 'import' }, 'session'), RangeError);
  });
});
