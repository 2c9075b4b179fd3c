import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withoutPasswords } from './without-passwords.ts';

describe('what was typed, as a report repeats it', () => {
  it('is without the password of any Redis that it names', () => {
    assert.equal(
      withoutPasswords('run --agents=rediss://bench:s3cr:et@10.0.0.1:6380 --store redis://:pw@localhost/2 --seed 4'),
      'run --agents=rediss://bench:***@10.0.0.1:6380 --store redis://:***@localhost/2 --seed 4',
    );
    assert.equal(withoutPasswords('run --store redis://127.0.0.1:6379'), 'run --store redis://127.0.0.1:6379');
  });
});
