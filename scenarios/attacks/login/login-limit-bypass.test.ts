import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import account from './login-limit-bypass.ts';
import source from './login-source-bypass.ts';

for (const attack of [account, source]) {
  describe(`the judge of ${attack.id}`, () => {
    const refused = { way: 'another way', status: 429 };

    it('calls it blocked when every way was limited', () => {
      assert.equal(attack.judge({ attempts: [refused], untold: [] }).outcome, 'blocked');
    });

    it('calls a comparison a success, also where another way could not be tried', () => {
      const attempts = [refused, { way: 'an address before it', status: 401, got: 'a comparison' }];
      assert.equal(attack.judge({ attempts, untold: ['one more'] }).outcome, 'succeeded');
    });

    it('gives no verdict when the limit ended before a way was tried', () => {
      const { outcome, because } = attack.judge({ attempts: [refused], untold: ['the right password'] });
      assert.equal(outcome, 'inconclusive');
      assert.match(because, /the right password$/);
    });
  });
}
