import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isCaught, type ReferenceTrial } from './reference-trial.ts';

export interface AttackOptions {
  /** Ids; all where there are none. */
  readonly attacks?: readonly string[] | undefined;
  /** The path of a Chromium; attacks in a browser are left out without one. */
  readonly browser?: string | undefined;
  /** After which it is ended. */
  readonly withinMs?: number;
}

export interface Attacked {
  readonly scheme: string;
  /** The first attack that came out otherwise than on sound servers, and how. */
  readonly caught: string | undefined;
  /** Attacks without a verdict, where nothing was caught. */
  readonly undecided: string;
}

/** Makes attacks on the servers of a build until one comes out otherwise than it should. */
export async function attackBuild(
  folder: string,
  scheme: string,
  { attacks = [], browser, withinMs = 0 }: AttackOptions,
): Promise<Attacked> {
  const words = [
    ...[join(folder, 'dist/bench/tools/mutation/reference-main.js'), '--scheme', scheme, '--until-caught'],
    ...attacks.flatMap((id) => ['--attack', id]),
    ...(browser ? ['--browser', browser] : []),
  ];
  // a server that never gets ready, or takes all down, ends it too: what was printed before counts
  const { stdout, late, isWell } = await promisify(execFile)(process.execPath, words, {
    maxBuffer: 2 ** 26,
    timeout: withinMs,
  }).then(
    (done) => ({ ...done, late: false, isWell: true }),
    (error: { stdout?: string; killed?: boolean }) => ({
      stdout: error.stdout ?? '',
      late: error.killed === true,
      isWell: false,
    }),
  );
  const lines = stdout.split('\n').filter((line) => line !== '');
  const trials: ReferenceTrial[] = lines.map((line) => JSON.parse(line));
  const first = trials.find(isCaught);
  const undecided = trials
    .filter(({ outcome }) => outcome === 'inconclusive')
    .map(({ attack, because }) => `${attack}: ${because}`);
  if (isWell && trials.length === 0) undecided.push('none of these attacks is one on such servers');
  const caught = first
    ? `${first.attack}: ${first.because}`
    : trials.length === 0 && !isWell
      ? 'its servers could not be attacked at all'
      : late
        ? `not done after ${withinMs / 1_000} s`
        : undefined;
  return { scheme, caught, undecided: caught ? '' : undecided.join('; ') };
}
