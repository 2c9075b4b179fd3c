import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { figure } from './figure.ts';
import { html, render } from './markup.ts';

describe('a picture', () => {
  it('gives figures with six digits, which is more than was measured', () => {
    const rows = [[45_325.033_628_948_46, undefined, 0.000_123_456_78]] as const;
    const text = render(
      figure({ id: 'f', finding: 'It is exact.', picture: html``, words: [], csv: { head: ['a', 'b', 'c'], rows } }),
    );
    assert.match(text, /a,b,c%0A45325,,0\.000123457%0A"/);
  });

  it('gives its whole table to other programs, longer than any text, and no formula in it', () => {
    const rows = Array.from({ length: 200 }, (_, i) => [i, `it’s ${i}`, '=1+1'] as const);
    const text = render(
      figure({ id: 'long', finding: 'It is long.', picture: html``, words: [], csv: { head: ['n', 'a', 'b'], rows } }),
    );
    const [, address = ''] = text.match(/href="data:text\/csv;charset=utf-8,([^"]*)"/) ?? [];
    const lines = decodeURIComponent(address.replaceAll('&#39;', "'")).trimEnd().split('\n');
    assert.deepEqual(lines, ['n,a,b', ...rows.map(([n, a]) => `${n},${a},'=1+1`)]);
  });

  it('gives no part of a table that has no place on a page, and says where it is', () => {
    const rows = Array.from({ length: 3_000 }, (_, i) => [i] as const);
    const text = render(
      figure({ id: 'long', finding: 'It is long.', picture: html``, words: [], csv: { head: ['n'], rows } }),
    );
    assert.doesNotMatch(text, /data:text\/csv/);
    assert.match(text, /The folder of the run has its figures/);
  });
});
