import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { errorTable } from '../errors.ts';
import { exitCodes } from './exit-codes.ts';

const page = await readFile(new URL('../../../docs/outputs.md', import.meta.url), 'utf8');

describe('exit codes', () => {
  it('are in docs/outputs.md as they are in the code, in their order', () => {
    const [, section = ''] = page.split('\n## Exit codes\n');
    const [table = ''] = section.split('\n## ');
    assert.deepEqual(
      [...table.matchAll(/^\| (\d+) \| (.*) \|$/gm)].map(([, code, means]) => ({ code: Number(code), means })),
      Object.values(exitCodes),
    );
  });

  it('are all that an error of the bench ends with', () => {
    const codes: readonly number[] = Object.values(exitCodes).map(({ code }) => code);
    assert.deepEqual(
      Object.values(errorTable).filter(({ exitCode }) => !codes.includes(exitCode)),
      [],
    );
  });
});
