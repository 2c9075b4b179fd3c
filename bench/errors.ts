import { command, shipped } from '../reports/text/installation.ts';
import { sanitise } from '../reports/text/sanitise.ts';
import { wrap } from '../reports/text/wrap.ts';

/**
 * Every way in which the bench itself can fail, under a code that never changes its meaning:
 * E0xx usage and configuration, E1xx missing dependency, E2xx store, E3xx cluster, E4xx load, E5xx browser,
 * E6xx external target, E9xx internal.
 * `exitCode` follows sysexits(3) where one fits: 64 usage, 69 unavailable, 70 internal.
 */
export const errorTable = {
  'AB-E001': { title: 'the command line cannot be used', fix: `see ${command('help')}`, exitCode: 64 },
  'AB-E002': { title: 'the settings cannot be used', fix: 'correct each named setting', exitCode: 64 },
  'AB-E003': {
    title: 'a remote store was asked for',
    fix: 'a store on another machine is used only when it is named: --allow-remote HOST',
    exitCode: 64,
  },
  'AB-E004': { title: 'there is no such run', fix: `see ${command('list')}`, exitCode: 64 },
  'AB-E005': {
    title: 'nothing is known by that name',
    fix: `${command('explain')} lists what is known`,
    exitCode: 64,
  },
  'AB-E006': {
    title: 'the runs cannot be compared',
    fix: 'compare runs of one method, profile, machine and settings, or print what differs with --allow-mismatch',
    exitCode: 3,
  },
  'AB-E007': {
    title: 'the budgets cannot be used',
    fix: `see ${command('schema budgets')}, and ${shipped('reports/example/budgets.json')}`,
    exitCode: 64,
  },
  'AB-E008': {
    title: 'the target description cannot be used',
    fix: `see ${shipped('docs/your-own-app.md')}, and ${command('schema target')} for editors`,
    exitCode: 64,
  },
  'AB-E009': {
    title: 'the target is not on this machine',
    fix: 'name its host twice: --allow-remote HOST, and again when asked, or --i-own HOST where nobody can be asked',
    exitCode: 64,
  },
  'AB-E010': {
    title: 'the stored run cannot be read',
    fix: 'read it with the version of authbench that wrote it, or measure again',
    exitCode: 64,
  },
  'AB-E011': {
    title: 'another run writes into this folder',
    fix: 'wait for its end, or name another folder with --out; if that process is no run, delete running.pid there',
    exitCode: 69,
  },
  'AB-E012': {
    title: 'a Node.js that was asked for cannot be used',
    fix: 'give a version that npm or this machine has, or the path of a program: --node 24,/opt/node-26/bin/node',
    exitCode: 64,
  },
  'AB-E013': {
    title: 'the prices cannot be used',
    fix: `see ${command('schema prices')}, and ${shipped('reports/example/prices.yaml')}`,
    exitCode: 64,
  },
  'AB-E014': {
    title: 'runs with agents need BullMQ, which is not installed',
    fix: 'npm install bullmq, on this machine and on each that an agent runs on',
    exitCode: 69,
  },
  'AB-E101': {
    title: 'a program that was asked for is missing',
    fix: `install it, or let the bench choose: ${command('doctor')}`,
    exitCode: 69,
  },
  'AB-E102': {
    title: 'the run could not be written',
    fix: `free space on that disk; what was saved before is whole, and goes on with ${command('--resume RUN')}`,
    exitCode: 69,
  },
  'AB-E201': {
    title: 'no store could be brought up',
    fix: `use --store embedded, which needs nothing, or see ${command('doctor')}`,
    exitCode: 69,
  },
  'AB-E202': {
    title: 'the store holds keys that this bench did not write',
    fix: 'give an empty database, for example redis://127.0.0.1:6379/15',
    exitCode: 64,
  },
  'AB-E203': {
    title: 'the store did not answer',
    fix: 'check that it runs, accepts connections, and lets its user read, write and list keys',
    exitCode: 69,
  },
  'AB-E204': {
    title: 'the store cannot do this',
    fix: 'use a store that the bench started: --store auto',
    exitCode: 64,
  },
  'AB-E301': { title: 'a server did not get ready', fix: 'read its log in the run folder', exitCode: 70 },
  'AB-E302': { title: 'the link to a server could not be opened', fix: 'repeat the run', exitCode: 70 },
  'AB-E303': {
    title: 'the balancer did not do what it was told',
    fix: 'read its log in the run folder, or leave it out: --balancer none',
    exitCode: 70,
  },
  'AB-E304': {
    title: 'the containers could not be run',
    fix: 'see docker compose ps and logs, or leave containers out: --cluster processes',
    exitCode: 69,
  },
  'AB-E401': {
    title: 'the load could not be generated',
    fix: 'check that the instances accept connections; their logs are in the run folder',
    exitCode: 70,
  },
  'AB-E402': {
    title: 'the control Redis cannot be used',
    fix: `see ${shipped('docs/many-machines.md')}`,
    exitCode: 69,
  },
  'AB-E403': {
    title: 'the agents are not as they were asked for',
    fix: `start them with this version of authbench (see ${shipped('docs/many-machines.md')}), or ask for fewer with --expect`,
    exitCode: 69,
  },
  'AB-E501': {
    title: 'the browser could not be started',
    fix: 'name another Chromium with --browser PATH, or leave the browser attacks out',
    exitCode: 69,
  },
  'AB-E601': {
    title: 'the target does not do what its description says',
    fix: `try its steps one by one: ${command('--target FILE --dry-run')}`,
    exitCode: 69,
  },
  'AB-E602': {
    title: 'a ceiling of the target was reached',
    fix: 'raise it under `limits` in the description, if the target can bear it',
    exitCode: 69,
  },
  'AB-E901': {
    title: 'the bench met an error it does not know',
    fix: 'repeat with --debug and report what it prints',
    exitCode: 70,
  },
} as const satisfies Record<string, { title: string; fix: string; exitCode: number }>;

export type ErrorCode = keyof typeof errorTable;

export interface ErrorDetails {
  readonly cause?: unknown;
  /** What was tried before giving up, in order. */
  readonly tried?: readonly string[];
  /** What the user can do; the table's where absent. */
  readonly fix?: string;
}

/** A failure of the bench, not of what it measures. The message says what happened, `fix` what to do about it. */
export class BenchError extends Error {
  override readonly name = 'BenchError';
  readonly code: ErrorCode;
  readonly tried: readonly string[];
  readonly fix: string;
  readonly exitCode: number;

  constructor(code: ErrorCode, message: string = errorTable[code].title, details: ErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.tried = details.tried ?? [];
    this.fix = details.fix ?? errorTable[code].fix;
    this.exitCode = errorTable[code].exitCode;
  }
}

/** What a terminal shows for any thrown value. The stack only with `debug`: it helps us, not the user. */
export function renderError(thrown: unknown, { debug = false } = {}): string {
  const error = thrown instanceof BenchError ? thrown : new BenchError('AB-E901', undefined, { cause: thrown });
  const lines = [`error[${error.code}] ${error.message}`];
  if (error.cause !== undefined) lines.push(`  cause: ${errorLine(error.cause)}`);
  for (const attempt of error.tried) lines.push(`  tried: ${attempt}`);
  lines.push(...wrap(error.fix, 'fix: '));
  if (debug) lines.push(stack(error.cause) ?? stack(error) ?? '');
  return sanitise(lines.join('\n'), Number.POSITIVE_INFINITY);
}

/** One line for a thrown value; a network error often hides its reason in an AggregateError without a message. */
export function errorLine(thrown: unknown): string {
  if (thrown instanceof AggregateError && thrown.message === '') return thrown.errors.map(errorLine).join('; ');
  if (thrown instanceof Error) return (thrown.message || thrown.name).split('\n')[0] ?? thrown.name;
  return String(thrown);
}

function stack(thrown: unknown): string | undefined {
  return thrown instanceof Error ? thrown.stack : undefined;
}
