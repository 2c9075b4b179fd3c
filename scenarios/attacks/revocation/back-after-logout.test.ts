import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import kept from '../http/browser-cache-leak.ts';
import attack from './back-after-logout.ts';

const look = { how: 'the back button', shows: 'nobody' } as const;

describe('the judge of back-after-logout', () => {
  it('calls it blocked when nothing was shown after the logout', () => {
    assert.equal(attack.judge({ shownBefore: true, looks: [look] }).outcome, 'blocked');
  });

  it('calls it a success when the victim was, and says how', () => {
    const { outcome, because } = attack.judge({ shownBefore: true, looks: [{ ...look, shows: 'victim' }] });
    assert.equal(outcome, 'succeeded');
    assert.match(because, /the back button$/);
  });

  it('is mended by the words that mend what a browser keeps: a list of fixes names them once', () => {
    assert.equal(attack.fix, kept.fix);
  });

  it('gives no verdict when there was nothing to see before', () => {
    assert.equal(attack.judge({ shownBefore: false, looks: [look] }).outcome, 'inconclusive');
  });
});
