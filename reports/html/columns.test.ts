import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromColumns, toColumns } from './columns.ts';

describe('records without the names of their fields', () => {
  it('come back as they were, with what is null and without what is missing', () => {
    const records = [
      { id: 'a', value: 0, because: null },
      { id: 'b', windows: [1] },
    ];
    assert.deepEqual(fromColumns(JSON.parse(JSON.stringify(toColumns(records)))), records);
    assert.deepEqual(fromColumns(toColumns([])), []);
  });
});
