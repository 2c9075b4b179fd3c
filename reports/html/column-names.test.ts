import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toldOnce } from './column-names.ts';
import { render } from './markup.ts';
import { table } from './table.ts';

const drawn = (heads: readonly string[]) =>
  render(
    table(
      'Caption',
      heads.map((head) => ({ head, cell: () => 'x' })),
      [1, 2],
    ),
  );

describe('names of columns', () => {
  it('are told once for all tables that have the same', () => {
    const { body, rules } = toldOnce(drawn(['Scheme', 'CPU, µs']) + drawn(['Scheme', 'CPU, µs']) + drawn(['A', 'B']));
    assert.deepEqual(
      [...body.matchAll(/<table class="([^"]*)"/g)].map(([, names]) => names),
      ['stack told k1', 'stack told k1', 'stack told k2'],
    );
    assert.doesNotMatch(body, /data-head/);
    assert.equal(
      rules,
      '@media (max-width:44rem){\n.k1 td:nth-child(2)::before{content:"CPU, \\b5 s"}\n.k2 td:nth-child(2)::before{content:"B"}\n}\n',
    );
  });

  it('end neither their rule nor the style, whatever they are', () => {
    const { rules } = toldOnce(drawn(['Scheme', '"}</style><b>|\\']));
    assert.match(rules, /content:"\\22 \\7d \\3c \/style\\3e \\3c b\\3e \/\\5c "\}\n/);
  });
});
