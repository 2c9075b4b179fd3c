import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import Ajv2020 from 'ajv/dist/2020.js';
import { emptyResults, failedResults, fullResults, incompleteResults } from '../results/fixtures/results.ts';
import { Results } from '../results/results.ts';
import json from './json.ts';

const written = (results: Results) => JSON.parse(json.files['results.json'](results)) as unknown;

describe('json', () => {
  const validate = new Ajv2020.Ajv2020().compile(JSON.parse(json.files['results.schema.json']()) as object);

  for (const [name, results] of Object.entries({ emptyResults, failedResults, fullResults, incompleteResults })) {
    it(`writes ${name} so that the emitted JSON Schema accepts it`, () => {
      assert.ok(validate(written(results)), JSON.stringify(validate.errors));
    });
  }

  it('is refused by the schema where a field is missing', () => {
    const { attacks: _, ...rest } = written(fullResults) as Results;
    assert.equal(validate(rest), false);
  });

  it('adds nothing to the results but the name of their schema, and reads back as them', () => {
    assert.deepEqual(Results.parse(written(fullResults)), { ...fullResults, $schema: './results.schema.json' });
  });
});
