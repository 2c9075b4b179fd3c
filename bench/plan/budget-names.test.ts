import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { Budgets } from '../../reports/comparison/budget-file.ts';
import { strangeNames } from '../../reports/comparison/budget-names.ts';
import { budgetNames } from './budget-names.ts';
import { readCatalogue } from './catalogue.ts';

const all = await readCatalogue();
const text = (path: string) => readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');

describe('names that budgets may have', () => {
  it('are those of the catalogue, and of the targets of the run', () => {
    const names = budgetNames(all, [{ id: 'my-app' }]);
    const some: readonly [known: readonly string[], name: string][] = [
      [names.schemes, 'jwt'],
      [names.schemes, 'bff'],
      [names.schemes, 'my-app'],
      [names.attacks, 'refresh-reuse'],
      [names.attacks, 'server-death'],
      [names.load, 'authenticated-read'],
      [names.lifecycle, 'lifetimes'],
      [names.micro, 'random-id'],
    ];
    for (const [known, name] of some) assert.ok(known.includes(name), name);
  });

  it('are all that the example and the manual have', async () => {
    const [, manual = ''] = /```json\n(.*?)```/s.exec(await text('docs/ci.md')) ?? [];
    const example = await text('reports/example/budgets.json');
    for (const file of [manual, example])
      assert.deepEqual(strangeNames(Budgets.parse(JSON.parse(file)), budgetNames(all, [{ id: 'my-app' }])), []);
  });
});
