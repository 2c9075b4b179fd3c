import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults, incompleteResults } from '../../results/fixtures/results.ts';
import type { Results } from '../../results/results.ts';
import { html, render } from '../markup.ts';
import { refusedFinding, refusedOf, refusedView } from './refused-view.ts';

const without = (change: (row: Results['scaling'][number]) => Partial<Results['scaling'][number]>) => ({
  ...fullResults,
  scaling: fullResults.scaling.map((row) => ({ ...row, ...change(row) })),
});
const finding = (results: Results) => refusedFinding(refusedOf(results));
const drawn = (results: Results) => render(html`${refusedView(results)}`);

describe('who is refused on several instances', () => {
  it('is told with the largest share of requests and of renewals, and with what refuses none', () => {
    assert.equal(
      finding(fullResults),
      'Own memory refuses up to 74.8 % of requests and 49 % of renewals; sticky routing, a shared store and no state refuse none.',
    );
  });

  it('is a panel for each way to keep state, with theory where each instance has its own', () => {
    const text = drawn(fullResults);
    assert.equal(text.match(/<svg role="img"/g)?.length, 4);
    assert.equal(text.match(/class="stroke theory"/g)?.length, 1);
    assert.match(
      text,
      /<desc[^>]*>session: 0 % at 1, 50\.1 % at 2, 74\.8 % at 4; jwt-refresh: 0 % at 2; renewals, jwt-refresh: 49 % at 2</,
    );
    assert.match(text, />renewals, jwt-refresh 49 %</);
    assert.match(text, /own-memory,session,4,1200,897,0,0,true/);
  });

  it('calls nothing sound of which a part did not count', () => {
    const results = without(({ mode, scheme }) =>
      mode === 'shared' && scheme === 'session' ? { valid: false, invalidReason: 'others had the cores' } : {},
    );
    assert.match(finding(results) ?? '', /; sticky routing and no state refuse none\.$/);
    assert.match(drawn(results), /<li>Shared store, session: refused .*not counted at 4 \(others had the cores\)\.</);
  });

  it('says so where nobody was refused', () => {
    const none = without(() => ({ refused: 0, renewalsRefused: 0 }));
    assert.equal(finding(none), 'Own memory, sticky routing, a shared store and no state refuse no signed-in user.');
    assert.equal(
      finding({ ...none, scaling: none.scaling.map((row) => ({ ...row, valid: row.scheme === 'jwt-refresh' })) }),
      'Nobody was refused in what counted, but not all of it did.',
    );
  });

  it('is no picture where several instances were not tried, or nothing of it counted', () => {
    assert.equal(refusedView(incompleteResults), undefined);
    assert.equal(refusedView(without(() => ({ valid: false }))), undefined);
    assert.equal(refusedView(without(() => ({ instances: 1 }))), undefined);
  });
});
