import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Settings } from '../../../servers/settings.ts';
import attack from './dpop-premade-proofs.ts';

const settings = Settings.parse({ nonceMs: 1_500, accessMs: 9_000 });
const seen = {
  ...{ keyTaken: false, riddenInPage: true, proofs: 110, tokenAlone: false },
  use: { accepted: 18, lastAcceptedMs: 1_900, ended: true },
};
type Seen = Parameters<typeof attack.judge>[0];
const judged = (changed: Partial<Seen> = {}) => attack.judge({ ...seen, ...changed }, { settings } as never);

describe('proofs made in advance', () => {
  it('are a window of two nonces where they are good for no longer', () => {
    const { outcome, windowMs, declaredMs, bound } = judged();
    assert.deepEqual(
      { outcome, windowMs, declaredMs, bound },
      {
        ...{ outcome: 'window', windowMs: 1_900, declaredMs: 3_000 },
        bound: { lifetimes: { nonceMs: 2 } },
      },
    );
  });

  it('are a success where they are good for longer, and so are the key and the token by itself', () => {
    assert.equal(judged({ use: { accepted: 80, lastAcceptedMs: 8_700, ended: true } }).outcome, 'succeeded');
    assert.equal(judged({ keyTaken: true }).outcome, 'succeeded');
    assert.equal(judged({ tokenAlone: true }).outcome, 'succeeded');
  });

  it('show nothing where the script could not act, or where none was tried in time', () => {
    assert.equal(judged({ riddenInPage: false }).outcome, 'inconclusive');
    assert.equal(judged({ use: { accepted: 0, lastAcceptedMs: 0, ended: true } }).outcome, 'inconclusive');
  });
});
