import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { render } from '../markup.ts';
import { lineCurves } from './line-curves.ts';
import { seriesOf } from './series.ts';

describe('curves over what is across', () => {
  it('lie on their axis where all of them are 0', () => {
    const measured = [1, 2].map((across) => [across, 0] as const);
    const drawn = lineCurves('id', 'title', { across: String, up: String }, [
      { label: 'a', series: seriesOf(['a'], 'a'), measured },
    ]);
    assert.match(render(drawn), /<path class="stroke" d="M241 234L426 234"\/>/);
  });
});
