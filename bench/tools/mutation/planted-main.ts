import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { buildEdited } from './edited-build.ts';
import { type Planted, readPlanted } from './planted.ts';
import { isCaught, type ReferenceTrial } from './reference-trial.ts';

/**
 * Usage: `node dist/bench/tools/mutation/planted-main.js FILE… [--only WORD]… [--attack ID]… [--browser PATH]`, with the files of
 * bench/tools/mutation/planted or others of their form.
 * Plants each change that the files describe in a copy of the build, attacks it, and tells which attack noticed: all should
 * be noticed where they are defects, and none where they are harmless.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', multiple: true },
    attack: { type: 'string', multiple: true },
    browser: { type: 'string' },
  },
});
const planted = (await Promise.all(positionals.map((path) => readPlanted(path)))).flat();
const wanted = planted.filter(({ id }) => values.only?.some((word) => id.includes(word)) ?? true);
let noticed = 0;
for (const one of wanted) {
  const found = await attacked(one);
  if (found.some(({ caught }) => caught)) noticed += 1;
  for (const { scheme, caught, undecided } of found)
    console.log(
      `${one.id.padEnd(40)} ${scheme.padEnd(13)} ${caught ?? '-'}${undecided ? ` (no verdict: ${undecided})` : ''}`,
    );
}
console.log(`${noticed} of ${wanted.length} noticed`);

interface Found {
  readonly scheme: string;
  readonly caught: string | undefined;
  readonly undecided: string;
}

async function attacked({ edits, schemes }: Planted): Promise<Found[]> {
  await using build = await buildEdited(edits);
  const main = join(build.folder, 'dist/bench/tools/mutation/reference-main.js');
  const further = [
    ...(values.attack ?? []).flatMap((id) => ['--attack', id]),
    ...(values.browser ? ['--browser', values.browser] : []),
  ];
  const found: Found[] = [];
  for (const scheme of schemes) {
    const words = [main, '--scheme', scheme, '--until-caught', ...further];
    // a server that never gets ready, or takes all down, ends it too: what was printed before counts
    const { stdout } = await promisify(execFile)(process.execPath, words, { maxBuffer: 2 ** 26 }).catch(
      (error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }),
    );
    const lines = stdout.split('\n').filter((line) => line !== '');
    const trials: ReferenceTrial[] = lines.map((line) => JSON.parse(line));
    const first = trials.find(isCaught);
    const undecided = trials
      .filter(({ outcome }) => outcome === 'inconclusive')
      .map(({ attack, because }) => `${attack}: ${because}`);
    found.push({
      scheme,
      caught: first && `${first.attack}: ${first.because}`,
      undecided: first ? '' : undecided.join('; '),
    });
  }
  return found;
}
