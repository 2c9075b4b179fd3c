import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attacks from './forged-change.ts';

const [attack] = attacks;
const target = {} as never;
const refused = { way: 'form', status: 403 };
const judge = (facts: object) =>
  attack!.judge({ attempts: [refused], withheld: 0, ownWorks: true, ...facts } as never, target);

describe('the verdict on changes that other pages ask for', () => {
  it('is a success when one of them has changed something', () => {
    const { outcome, because } = judge({ attempts: [refused, { way: 'link', status: 204, got: 'a change' }] });
    assert.equal(outcome, 'succeeded');
    assert.equal(because, '1 of 2 requests of such a page that carry a cookie succeeded (first: link: a change)');
  });

  it('is blocked when none has, or the browser keeps back every cookie', () => {
    assert.equal(judge({}).outcome, 'blocked');
    const { outcome, because } = judge({ attempts: [], withheld: 8 });
    assert.equal(outcome, 'blocked');
    assert.equal(because, 'a browser keeps all cookies back from 8 requests of such a page');
  });

  it("is none when the victim's own change has no effect", () => {
    assert.equal(judge({ ownWorks: false }).outcome, 'inconclusive');
    assert.equal(judge({ attempts: [], withheld: 8, ownWorks: false }).outcome, 'inconclusive');
  });

  it('is none without a cookie that was set', () => {
    assert.equal(judge({ attempts: [], withheld: 0 }).outcome, 'inconclusive');
  });
});
