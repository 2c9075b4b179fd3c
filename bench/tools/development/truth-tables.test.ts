import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { developmentSet } from './development-set.ts';
import { truthTables } from './truth-tables.ts';

const page = await readFile(new URL('../../../../docs/development-set.md', import.meta.url), 'utf8');

describe('the page about the development set', () => {
  it('has what the tests hold the bench against', () => {
    assert.ok(page.includes(truthTables(developmentSet)), truthTables(developmentSet));
  });

  it('names against each check of jwt_tool only attacks that are tried on tokens of the set', () => {
    const tried = new Set(developmentSet.flatMap(({ attacks, truth }) => Object.keys({ ...attacks, ...truth })));
    const ours = [...page.matchAll(/^\| jwt_tool .*?\| (.*?) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([a-z0-9-]+)`/g)].map(([, id = '']) => id),
    );
    assert.ok(ours.length > 10, `${ours.length} are named`);
    assert.deepEqual(
      ours.filter((id) => !tried.has(id)),
      [],
    );
  });
});
