import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { writeMutants } from './mutants.ts';
import { schemesOf } from './schemes-of.ts';

describe('mutants of the servers', () => {
  it('stand behind switches in one source, with their place, and leave texts for people alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'authbench-mutants-'));
    try {
      await mkdir(join(folder, 'servers', 'http'), { recursive: true });
      const file = 'servers/http/x.ts';
      await writeFile(
        join(folder, file),
        "export function isOld(age: number): string {\n  return age > 9 ? 'old' : 'This is not old yet.';\n}\n",
      );
      const mutants = await writeMutants(folder, [file]);
      const shown = mutants.map(({ line, mutator, original, replacement }) => [line, mutator, original, replacement]);
      assert.deepEqual(shown.toSorted(), [
        [1, 'BlockStatement', "{ return age > 9 ? 'old' : 'This is not old yet.'; }", '{}'],
        [2, 'ConditionalExpression', 'age > 9', 'false'],
        [2, 'ConditionalExpression', 'age > 9', 'true'],
        [2, 'EqualityOperator', 'age > 9', 'age <= 9'],
        [2, 'EqualityOperator', 'age > 9', 'age >= 9'],
        [2, 'StringLiteral', "'old'", '""'],
      ]);
      const source = await readFile(join(folder, file), 'utf8');
      assert.match(source, /^import \{ stryCov_9fa48, stryMutAct_9fa48 \} from '\.\.\/mutant-switch\.ts';\n/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('are none of what a scheme says of itself, nor of what is logged', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'authbench-mutants-'));
    try {
      await mkdir(join(folder, 'servers'));
      const scheme =
        "export default { id: 'x', traits: { store: 'never' }, defaults: { accessMs: 1 } } satisfies Scheme;\n";
      await writeFile(join(folder, 'servers/x.ts'), `${scheme}log('event', { account: 'a' });\n`);
      const mutants = await writeMutants(folder, ['servers/x.ts']);
      assert.deepEqual(
        mutants.map(({ line, original }) => [line, original]),
        [
          [1, "{ id: 'x', traits: { store: 'never' }, defaults: { accessMs: 1 } }"],
          [1, '{ accessMs: 1 }'],
        ],
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('are attacked on the schemes whose servers are built from their file', async () => {
    const root = fileURLToPath(new URL('../../../../', import.meta.url));
    const ids = ['session', 'jwt', 'jwt-refresh', 'jwt-denylist'];
    assert.deepEqual(await schemesOf(root, 'servers/session-store.ts', ids), ['session']);
    assert.deepEqual(await schemesOf(root, 'servers/tokens/token-keys.ts', ids), [
      'jwt-refresh',
      'jwt',
      'jwt-denylist',
    ]);
    assert.deepEqual(await schemesOf(root, 'servers/routes.ts', [...ids, 'bff']), [
      ...['session', 'jwt-refresh', 'jwt', 'jwt-denylist', 'bff'],
    ]);
    const own = ['session, own memory', 'jwt-refresh, own memory'];
    assert.deepEqual(await schemesOf(root, 'servers/store/memory.ts', ids), own);
  });
});
