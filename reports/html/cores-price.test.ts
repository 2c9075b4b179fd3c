import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { demandsOf } from '../capacity/demands.ts';
import { readWorkload } from '../capacity/workload.ts';
import { capacityResults } from '../results/fixtures/capacity.ts';
import { coresPrice } from './cores-price.ts';

describe('the price of all cores', () => {
  const read = readWorkload({ users: '100000', ratePerSecond: '20000', mix: 'read=1' });
  assert.ok('workload' in read);
  const priced = (typed: string, results = capacityResults) => coresPrice(read.workload, demandsOf(results), typed);

  it('is that of servers and store for the 730 hours of a month, with the range of the servers', () => {
    // 730 h × 0.05 are 36.5 a core: 4 servers and 1 core of the store; 5 (4 to 5) without a store
    assert.match(
      priced('0.05'),
      /^In a month of 730 h, store cores included: session 183, jwt 183 \(146 to 183\), jwt-refresh \d/,
    );
    assert.match(
      priced('.5'),
      /^In a month of 730 h, store cores included: session 1,825, jwt 1,825 \(1,460 to 1,825\), /,
    );
  });

  it('is not asked without a figure, and says what a figure is', () => {
    assert.equal(priced(''), '');
    for (const typed of ['cheap', '-1', '0,04', '1e3'])
      assert.equal(priced(typed), 'A price is a number such as 0.04.');
  });

  it('is not known of a scheme whose cores are not', () => {
    const samples = capacityResults.samples.filter(({ scheme }) => scheme !== 'jwt');
    assert.match(priced('0.05', { ...capacityResults, samples }), /, jwt not measured, /);
  });
});
