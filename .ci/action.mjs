/**
 * The steps of action.yml as a runner takes them, one after the other, where there is no runner: those that are commands
 * are run, those that are other actions are told and left out. Twice in one workspace: on the default branch, where the run
 * becomes the baseline, and for a pull request, which is held against it and gets its comment, and that comment once more; then
 * with a flag that is none.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const action = fileURLToPath(new URL('../', import.meta.url));
const { inputs, runs } = parse(readFileSync(join(action, 'action.yml'), 'utf8'));
const work = mkdtempSync(join(tmpdir(), 'authbench-action-'));
const workspace = join(work, 'workspace');
mkdirSync(workspace);
// what a runner has beside the action: it tells of a comment once there is one
mkdirSync(join(work, 'bin'));
const asked = join(work, 'asked');
writeFileSync(
  join(work, 'bin', 'gh'),
  `#!/bin/sh\ncase "$*" in *--paginate*) if [ -f '${asked}' ]; then echo 11; fi ;; *) echo "$*" >> '${asked}' ;; esac\n`,
);
chmodSync(join(work, 'bin', 'gh'), 0o755);

try {
  const smoke = { arguments: '--profile smoke --suite security --scenario replay-after-logout' };
  const first = perform(smoke, { event_name: 'push', ref_name: 'main' });
  assert.equal(first.code, 0, first.said);
  assert.match(first.summary, /authbench/);
  assert.ok(existsSync(join(workspace, 'authbench/of-default-branch/results.json')));
  const pull = { number: 7, head: { repo: { full_name: 'o/r' } } };
  const event = { event_name: 'pull_request', ref_name: 'a-branch', event: { pull_request: pull } };
  const second = perform({ ...smoke, comment: 'true' }, event);
  assert.equal(second.code, 0, second.said);
  const results = JSON.parse(readFileSync(join(workspace, 'authbench/report/results.json'), 'utf8'));
  assert.ok(results.baseline, 'it was held against nothing');
  perform({ comment: 'true' }, event, { only: 'comment', outputs: second.outputs });
  const fork = { ...pull, head: { repo: { full_name: 'somebody/r' } } };
  perform(
    { comment: 'true' },
    { ...event, event: { pull_request: fork } },
    { only: 'comment', outputs: second.outputs },
  );
  assert.deepEqual(readFileSync(asked, 'utf8').match(/(POST|PATCH) \S+/g), [
    'POST repos/o/r/issues/7/comments',
    'PATCH repos/o/r/issues/comments/11',
  ]);
  assert.match(readFileSync(join(work, 'comment.md'), 'utf8'), /^<!-- authbench -->\n# Sessions or JWT\?\n/);
  assert.equal(perform({ arguments: '--profile swift' }, event).code, 64);
  console.log(`action: baseline, comment and exit codes hold; left out: ${second.left.join(', ')}`);
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** @param only the one step that is to be taken, with the outputs of the run before it */
function perform(given, github, { only, outputs = {} } = {}) {
  const files = Object.fromEntries(
    ['GITHUB_OUTPUT', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY'].map((name) => [name, join(work, name)]),
  );
  for (const file of Object.values(files)) writeFileSync(file, '');
  const defaults = Object.fromEntries(Object.entries(inputs).map(([name, { default: value }]) => [name, value]));
  const context = {
    inputs: { ...defaults, ...given },
    github: {
      ...{ repository: 'o/r', run_id: '1', action_path: action, token: 'none' },
      ...github,
      event: { repository: { default_branch: 'main' }, ...github.event },
    },
    runner: { os: 'Linux' },
    steps: { run: { outputs } },
  };
  const result = { code: 0, said: '', left: [] };
  for (const step of runs.steps) {
    if (only !== undefined && step.name !== only) continue;
    const isAlways = /always\(\)/.test(step.if ?? '');
    if ((result.code !== 0 && !isAlways) || (step.if && !value(step.if, context))) continue;
    if (step.uses) {
      result.left.push(step.name);
      continue;
    }
    const path = [join(work, 'bin'), ...readFileSync(files.GITHUB_PATH, 'utf8').split('\n').filter(Boolean).reverse()];
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', filled(step.run, context)],
      {
        cwd: resolve(workspace, filled(step['working-directory'] ?? '.', context)),
        encoding: 'utf8',
        env: {
          ...process.env,
          ...{ PATH: [...path, process.env.PATH].join(':'), RUNNER_TEMP: work },
          ...files,
          ...Object.fromEntries(Object.entries(step.env ?? {}).map(([name, text]) => [name, filled(text, context)])),
        },
      },
    );
    result.said += stdout + stderr;
    if (status !== 0 && result.code === 0) result.code = status ?? 1;
    if (step.id === 'run')
      context.steps.run.outputs = Object.fromEntries(
        readFileSync(files.GITHUB_OUTPUT, 'utf8')
          .split('\n')
          .filter(Boolean)
          .map((line) => line.split(/=(.*)/s)),
      );
  }
  return { ...result, outputs: context.steps.run.outputs, summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8') };
}

/** Expressions of the action, which are names, texts, `==`, `!=`, `&&` and `always()`. */
function value(expression, context) {
  const code = expression
    .replace(/always\(\)/g, 'true')
    .replace(
      /\b(inputs|github|runner|steps)((?:\.[\w-]+)+)/g,
      (_, root, path) => `read(${JSON.stringify(root + path)})`,
    );
  const read = (path) => path.split('.').reduce((at, name) => at?.[name], context) ?? '';
  return new Function('read', `return ${code}`)(read);
}

function filled(text, context) {
  return String(text).replace(/\$\{\{(.*?)\}\}/g, (_, expression) => String(value(expression.trim(), context)));
}
