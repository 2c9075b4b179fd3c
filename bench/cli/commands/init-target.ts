import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { BenchError } from '../../errors.ts';
import { createRandom } from '../../machine/random.ts';
import { exitCodes } from '../../run/exit-codes.ts';
import { dryRun } from '../../targets/external/describe/dry-run.ts';
import { fromAccounts } from '../../targets/external/describe/from-accounts.ts';
import { introduce } from '../../targets/external/describe/introduce.ts';
import { type Target, TargetDescription } from '../../targets/external/description.ts';
import { readTarget } from '../../targets/external/external-target.ts';
import type { Cli } from '../command.ts';
import { atTerminal } from '../prompts.ts';
import { collected } from '../run-flags.ts';

interface Flags {
  readonly from?: string;
  readonly accounts?: string;
  readonly name?: string;
  readonly out?: string;
  readonly allowRemote?: string;
  readonly iOwn?: string[];
}

export function addInitTarget({ program, exit }: Cli): void {
  program
    .command('init-target [url]')
    .summary('describe your own login system, from two accounts')
    .description(
      'find out how your own login system is spoken to, from two accounts and its address or a recording, and write its description; without an address, by questions',
    )
    .option('--from <file>', 'a HAR file, an OpenAPI description, or - for pasted curl commands')
    .option('--accounts <names>', 'variables of two names and passwords', 'ANN ANN_PASSWORD BOB BOB_PASSWORD')
    .option('--name <name>', 'what the target is called', 'my-app')
    .option('--out <file>', 'default: NAME.target.yaml')
    .option('--allow-remote <host>', 'permits a target on that host, which is not loopback')
    .option('--i-own <host>', 'confirms it where nobody can be asked', collected)
    .action(async (url: string | undefined, { from, accounts = '', name = '', out, allowRemote, iOwn = [] }: Flags) => {
      const say = (line: string) => void process.stderr.write(`${line}\n`);
      const permission = { allowed: allowRemote?.split(',') ?? [], owned: iOwn };
      const { env } = process;
      const { signal } = new AbortController();
      const isKnown = url !== undefined || from !== undefined;
      const target = isKnown
        ? await fromAccounts({
            url: addressIn(url),
            from,
            name,
            users: usersIn(accounts),
            say,
            env,
            signal,
            permission,
          })
        : await atTerminal((ask) => introduce({ ask, say, env, permission, signal }));
      const file = out ?? `${target.name}.target.yaml`;
      await write(file, target);
      process.stdout.write(`${file}\n`);
      exit((await isTrue(target, say)) ? exitCodes.ok.code : new BenchError('AB-E601').exitCode);
    });
}

/** @throws BenchError AB-E001 where four variables are not named */
function usersIn(accounts: string): Target['users'] {
  const [ann, annPassword, bob, bobPassword, ...more] = accounts.split(/[\s,]+/).map((name) => ({ env: name }));
  if (!ann || !annPassword || !bob || !bobPassword || more.length > 0)
    throw new BenchError('AB-E001', '--accounts names four variables', {
      fix: '--accounts "ANN ANN_PASSWORD BOB BOB_PASSWORD"',
    });
  return { one: { username: ann, password: annPassword }, other: { username: bob, password: bobPassword } };
}

/** @throws BenchError AB-E001 for what is no address */
function addressIn(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  const address = /^https?:\/\//.test(url) ? url : `http://${url}`;
  if (!URL.canParse(address))
    throw new BenchError('AB-E001', `${url} is no address, such as http://127.0.0.1:3000/login`);
  return address;
}

async function write(file: string, target: Target): Promise<void> {
  const text = `# What can be said beyond this: docs/your-own-app.md\n${stringify(target)}`;
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (cause) {
    // what was answered is not lost
    process.stdout.write(text);
    throw new BenchError('AB-E001', `${file} cannot be written`, { cause, fix: 'name another file with --out' });
  }
}

/** Once more from the beginning, and with what single steps cannot show: that users are told apart, and strangers refused. */
async function isTrue(target: Target, say: (line: string) => void): Promise<boolean> {
  const logFolder = await mkdtemp(join(tmpdir(), 'authbench-init-target-'));
  try {
    const { signal } = new AbortController();
    const options = { logFolder, random: createRandom(1), effort: 'smoke' as const, signal, env: process.env };
    return await dryRun(readTarget(TargetDescription.parse(target), process.env), options, say);
  } finally {
    await rm(logFolder, { recursive: true, force: true });
  }
}
