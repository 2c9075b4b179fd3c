import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attacks from './key-set-leak.ts';

describe('the judge of key-set-leak', () => {
  for (const attack of attacks) {
    it(`calls a key that signs a success, and none blocked: ${attack.id}`, () => {
      const target = {} as Parameters<typeof attack.judge>[1];
      const none = [{ way: 'GET /jwks', status: 404 }];
      assert.equal(attack.judge({ attempts: none }, target).outcome, 'blocked');
      const told = [...none, { way: 'GET /certs', status: 200, got: 'a key that signs (.keys.0.d)' }];
      assert.equal(attack.judge({ attempts: told }, target).outcome, 'succeeded');
    });
  }
});
