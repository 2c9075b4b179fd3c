import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import property from './revocation-on-logout.ts';

const seen = {
  ...{ done: true, status: 200, goodBefore: true, bystanderGood: true, renewedAfter: undefined, watchedMs: 6_000 },
  ...{ lastAcceptedMs: 2_740, ended: true, selfContained: true, shortLived: true },
};
const promised = { revokesOnLogout: { withinMs: 5_000 } };

describe('what a logout ends', () => {
  it('is open where a lifetime that is shortened for the run may be what ended the copy', () => {
    const { value, because, level } = property.read(seen);
    assert.deepEqual([value, level], [undefined, undefined]);
    assert.match(
      because,
      /2740 ms after the logout, and what ended it may be a lifetime that is shortened for the run/,
    );
  });

  it('is told where the copy ended at once, or its lifetime is what it is configured to, or it did not end', () => {
    const found = [{ lastAcceptedMs: 0 }, { shortLived: false }, { selfContained: false }, { ended: false }].map(
      (change) => {
        const finding = property.read({ ...seen, ...change });
        return [finding.value, property.keeps(finding, promised)];
      },
    );
    assert.deepEqual(found, [
      ['at once', true],
      ['within 3000 ms', true],
      ['within 3000 ms', true],
      ['not ended', false],
    ]);
  });
});
