import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { render } from '../markup.ts';
import { capacityBars } from './capacity-bars.ts';
import { seriesOf } from './series.ts';

describe('bars of capacity', () => {
  it('are empty where nobody carried anything', () => {
    const bar = { label: 'a', series: seriesOf(['a'], 'a'), rounds: [0, 0], middle: 0, note: '', isCounted: true };
    assert.match(
      render(capacityBars('id', 'title', [bar])),
      /<rect class="bar" x="0\.5" y="19" width="0" height="12"\/>/,
    );
  });
});
