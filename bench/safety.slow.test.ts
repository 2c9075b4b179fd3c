import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { passwordOf, userName } from '../servers/accounts/seed.ts';

/**
 * Attacks that edit tokens, plant cookies and change passwords; one whose control writes every request to its log; and
 * three in a real browser, whose scripts and pages hold what they took. Without a browser those are not run.
 */
const scenarios = [
  ...['jwt-unsigned', 'jwt-claim-types', 'session-fixation', 'unverified-password-change', 'log-leak'],
  ...['xss-token-theft', 'cookie-tossing', 'csrf-cross-site'],
].join();
const seed = 7;
const users = 40;

describe('the files of a run', () => {
  let folder: string;
  let used: readonly string[];
  let files: ReadonlyMap<string, string>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'authbench-'));
    const credentialLog = join(folder, 'credentials');
    const run = join(folder, 'run');
    await bench(
      ['--profile', 'smoke', '--scenario', scenarios, '--seed', String(seed), '--store', 'embedded', '--out', run],
      credentialLog,
    );
    const noted = (await readFile(credentialLog, 'utf8'))
      .trim()
      .split('\n')
      .map((line): string => JSON.parse(line));
    const passwords = ['admin', ...Array.from({ length: users }, (_, i) => userName(i + 1))].map((name) =>
      passwordOf(String(seed), name),
    );
    used = [...new Set([...noted, ...passwords])];
    files = await readAll(run);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('are there, and so are the credentials that they must not hold', () => {
    for (const name of ['results.json', 'index.html', 'summary.md', 'security.csv']) assert.ok(files.has(name), name);
    assert.ok([...files.keys()].some((name) => name.startsWith('logs/')));
    assert.ok(used.length > users + 30, `only ${used.length} credentials were seen`);
  });

  it('hold no credential that was used: as it is, percent-encoded, in base64 or in hex', () => {
    const leaks = [...files].flatMap(([name, text]) =>
      used.flatMap((secret) =>
        spellings(secret)
          .filter((spelling) => text.includes(spelling))
          .map((spelling) => `${name}: ${spelling.slice(0, 6)}…`),
      ),
    );
    assert.deepEqual(leaks, []);
  });

  it('hold none of them in anything that looks like base64 either', () => {
    const leaks = [...files].flatMap(([name, text]) => {
      const decoded = (text.match(/[\w+/-]{24,}/g) ?? [])
        .map((run) => Buffer.from(run, 'base64').toString('latin1'))
        .join('\n');
      return used.filter((secret) => decoded.includes(secret)).map((secret) => `${name}: ${secret.slice(0, 6)}…`);
    });
    assert.deepEqual(leaks, []);
  });

  it('hold no signed token, whoever signed it', () => {
    for (const [name, text] of files) assert.doesNotMatch(text, /\bey[\w-]{10,}\.ey[\w-]{10,}\.[\w-]{20,}/, name);
  });
});

async function bench(args: readonly string[], credentialLog: string): Promise<void> {
  const main = fileURLToPath(new URL('./cli/main.js', import.meta.url));
  const preload = new URL('./credential-log.fixture.js', import.meta.url).href;
  const child = spawn(process.execPath, [main, ...args, '--ui', 'lines'], {
    stdio: 'ignore',
    env: { ...process.env, NODE_ENV: 'test', CREDENTIAL_LOG: credentialLog, NODE_OPTIONS: `--import ${preload}` },
  });
  // Verdicts are not the matter here: a run that ended badly must be as silent.
  await once(child, 'exit');
}

async function readAll(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      paths.map(async (path) => [path.slice(folder.length + 1), await readFile(path, 'utf8')] as const),
    ),
  );
}

function spellings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ];
}
