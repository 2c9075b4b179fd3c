import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ConfigError } from './http/errors.ts';
import { withSecretFiles } from './secret-files.ts';

describe('a secret', () => {
  let file: string;
  before(async () => {
    file = join(await mkdtemp(join(tmpdir(), 'authbench-')), 'key');
    await writeFile(file, 'from-a-file\n');
  });
  after(() => rm(join(file, '..'), { recursive: true }));

  it('is read from the file that its variable names, without the end of its last line', () => {
    assert.equal(withSecretFiles({ TOKEN_KEY_FILE: file }, ['TOKEN_KEY']).TOKEN_KEY, 'from-a-file');
  });

  it('stays what it was where no file is named, and so does everything else', () => {
    const env = { TOKEN_KEY: 'given', COOKIE_KEY_FILE: '', ACCOUNTS_FILE: file };
    assert.deepEqual(withSecretFiles(env, ['TOKEN_KEY', 'COOKIE_KEY']), env);
  });

  it('that is given twice or cannot be read is named, with all others, and never shown', () => {
    const env = { TOKEN_KEY: 'hidden', TOKEN_KEY_FILE: file, COOKIE_KEY_FILE: `${file}.absent` };
    assert.throws(
      () => withSecretFiles(env, ['TOKEN_KEY', 'COOKIE_KEY']),
      (error) => {
        assert.ok(error instanceof ConfigError);
        assert.deepEqual(error.problems, [
          'TOKEN_KEY_FILE: TOKEN_KEY is given too, leave one of them out',
          'COOKIE_KEY_FILE: cannot be read (ENOENT)',
        ]);
        return true;
      },
    );
  });
});
