import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createFlagReader } from './flag-reader.ts';

it('several names that nothing has are told in one message, with what there is once', () => {
  const reader = createFlagReader();
  reader.choose('scenario', 'rotation,fixation,a', ['a', 'b']);
  reader.choose('scenario', '!c', ['a', 'b']);
  assert.deepEqual(reader.problems, [
    "--scenario 'rotation', 'fixation' are unknown; there is a, b",
    "--scenario 'c' is unknown; there is a, b",
  ]);
});
