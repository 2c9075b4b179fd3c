import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { discover } from '../../../servers/discover.ts';
import type { Scheme } from '../../../servers/scheme.ts';
import type { Weakness } from '../../../servers/weakness.ts';
import { defenceLines, sourceLine } from './source-line.ts';

const room = (path: string) => new URL(`../../../${path}/`, import.meta.url);
const schemes = await discover<Scheme>(room('servers/schemes'));
const weaknesses = await discover<Weakness>(room('servers/weaknesses'));

describe('the line that a weakness takes away', () => {
  for (const scheme of schemes.values()) {
    it(`stands in the source, once, for all that ${scheme.id} can have`, () => {
      const had = [...weaknesses.values()].filter(({ appliesTo }) => appliesTo(scheme.traits));
      const unclear = had.flatMap((weakness) => {
        const defence = weakness.defence(scheme.traits);
        const { length } = defenceLines(defence, scheme.id);
        return length === 1 ? [] : [`${weakness.id}: ${defence.file} holds ${defence.line} in ${length} lines`];
      });
      assert.deepEqual(unclear, []);
    });
  }

  it('is found by its text, and is the first of the file where the text is nowhere', () => {
    const file = 'servers/schemes/{scheme}.ts';
    assert.ok(sourceLine({ file, line: 'const COOKIE =' }, 'session').line > 1);
    assert.deepEqual(sourceLine({ file, line: 'no such text' }, 'jwt'), { file: 'servers/schemes/jwt.ts', line: 1 });
    assert.ok(defenceLines({ file, line: 'import' }, 'session').length > 1);
  });
});
