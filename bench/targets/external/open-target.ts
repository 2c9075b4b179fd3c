import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { redactText } from '../../../reports/text/redact.ts';
import type { Credential, HttpRequest } from '../../../scenarios/exchange.ts';
import type { Effort, Stage, StageTarget } from '../../../scenarios/stage.ts';
import { Settings } from '../../../servers/settings.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { createRouter } from '../../cluster/routing.ts';
import { createTranscript, type Transcript } from '../../driver/transcript.ts';
import { openTransport } from '../../driver/transport.ts';
import { BenchError } from '../../errors.ts';
import { deadlineOf } from '../../machine/deadline.ts';
import { type Exit, type GuardedProgram, guarded } from '../../machine/guard.ts';
import type { LiveTarget } from '../live-target.ts';
import type { OpenExternalTarget } from '../run-context.ts';
import { createStage } from '../stage.ts';
import { configuredLifetimes } from './configured-lifetimes.ts';
import { type Death, type Life, TargetEnded, watched } from './deaths.ts';
import type { TargetDescription } from './description.ts';
import type { External, ExternalTarget } from './external-target.ts';
import { type GovernedTransport, governed } from './governed-transport.ts';
import { withKinds } from './learn.ts';
import { preflight } from './preflight.ts';
import { requestText } from './request-text.ts';

/** An external target, for as long as a run needs it. */
export interface OpenTarget extends OpenExternalTarget, AsyncDisposable {
  /** With what was learned of it since. */
  readonly subject: ExternalTarget;
  /** The same server at every call; disposing it leaves the server as it is. */
  live(subject?: ExternalTarget): LiveTarget;
  readonly sent: () => number;
  /** Answers of 429 so far. */
  readonly refusedForRate: () => number;
  /** How often it ended that nobody had told to, and by what. */
  readonly deaths: readonly Death[];
}

export interface OpenOptions {
  readonly logFolder: string;
  readonly random: () => number;
  readonly effort: Effort;
  readonly signal: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A target that is up, and the one way to it. */
export interface TargetSite extends AsyncDisposable {
  readonly transport: GovernedTransport;
  /** What was started, the present one where it was started again. */
  readonly program: GuardedProgram | undefined;
  /** Where the bench started it. @throws BenchError AB-E301 when it does not answer again */
  restart?(): Promise<void>;
}

/** @throws BenchError AB-E301 when what was started does not answer */
export async function startTarget({ external }: ExternalTarget, options: OpenOptions): Promise<TargetSite> {
  let program = await started(external, options);
  const transport = governed(openTransport(), external.ceilings);
  return {
    get program() {
      return program;
    },
    transport,
    ...(program && {
      async restart() {
        await program?.[Symbol.asyncDispose]();
        program = await started(external, options);
      },
    }),
    async [Symbol.asyncDispose]() {
      await transport[Symbol.asyncDispose]();
      await program?.[Symbol.asyncDispose]();
    },
  };
}

/**
 * Starts the target where its description says how, asks whether the description is true, and learns what its users
 * are called. Disposing it ends the sign-ins that were made, resets the target, and ends what was started.
 * @throws BenchError AB-E301 when what was started does not answer; AB-E601 when the description is not true
 */
export async function openTarget(
  plain: ExternalTarget,
  options: OpenOptions,
  borrowed?: TargetSite,
): Promise<OpenTarget> {
  const { description, users } = plain.external;
  const { signal, random } = options;
  const site = borrowed ?? (await startTarget(plain, options));
  const host = new URL(description.origin).host;
  /** What is being done on it: cells on one target come one after the other. */
  const now: { cell: string; transcripts: readonly Transcript[] } = { cell: '', transcripts: [] };
  // the request in question may be the last of the cell before, whose secrets only that one has seen
  const describe = (request: HttpRequest) =>
    now.transcripts.reduce((text, { redact }) => redact(text), requestText(request, plain.protocol, host));
  const transport = watched(
    site.transport,
    lifeOf(plain.external, site, options, describe, () => now.cell),
  );
  const cluster = clusterOf(description.origin, () => site.program);
  const router = createRouter(
    'round-robin',
    () => true,
    () => 1,
    random,
  );
  /** Sign-ins that the bench made and has to end. */
  const made: Credential[] = [];

  const live = (subject: ExternalTarget): LiveTarget => {
    const target = targetOf(subject);
    return {
      target,
      cluster,
      host,
      publicOrigin: description.origin,
      refusedForRate: transport.refusedForRate,
      ends: () => transport.deaths.length,
      enter(_, cell = '', cut = signal) {
        const transcript = createTranscript(subject.external.users.map(({ password }) => password));
        Object.assign(now, { cell, transcripts: [transcript, ...now.transcripts.slice(0, 1)] });
        const stage = createStage({
          target,
          cluster,
          router,
          transport,
          transcript,
          hooks: {},
          users: subject.external.users,
          usersReturn: true,
          admin: subject.external.admin,
          random,
          effort: options.effort,
          signal: cut,
          host,
          publicOrigin: description.origin,
        });
        return { stage: remembering(stage, made), transcript };
      },
      async [Symbol.asyncDispose]() {},
    };
  };
  const close = async () => {
    using deadline = deadlineOf(undefined, signal.aborted ? cutCleanUpMs : cleanUpMs);
    await cleanUp(live(plain).enter([], '', deadline.signal).stage, made, description.reset !== undefined);
    if (!borrowed) await site[Symbol.asyncDispose]();
  };
  try {
    const { stage } = live(plain).enter([]);
    const named = await preflight(stage, users);
    const admin = named[users.indexOf(plain.external.admin)] ?? plain.external.admin;
    const known = { ...plain, external: { ...plain.external, users: named, admin } };
    const { username, password } = named[0] ?? plain.external.admin;
    const subject = withKinds(known, (await stage.perform('login', { values: { username, password } })).credential);
    return {
      subject,
      live: (learned = subject) => live(learned),
      reserve: transport.reserve,
      sent: transport.sent,
      refusedForRate: transport.refusedForRate,
      deaths: transport.deaths,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error instanceof TargetEnded ? new BenchError('AB-E601', error.message) : error;
  }
}

function targetOf({ id, traits, protocol, defaults, external }: ExternalTarget): StageTarget {
  const { expect = {}, ttlMs = {} } = external.description;
  const settings = Settings.parse({
    ...(ttlMs.access !== undefined && { accessMs: ttlMs.access }),
    ...endsOf(ttlMs),
    graceMs: expect.graceMs ?? 0,
    toleranceMs: expect.leewayMs ?? 0,
    ...defaults,
  });
  return {
    ...{ scheme: id, traits, protocol, settings, instances: 1 },
    ...{ declared: expect, lifetimes: ttlMs, configured: configuredLifetimes(external.description) },
    ceilings: external.ceilings,
  };
}

/** A renewal that nobody makes ends with its token at the latest, and with it what it would have carried on. */
function endsOf({ session, refresh, absolute = refresh }: NonNullable<TargetDescription['ttlMs']>): Partial<Settings> {
  const idleMs = session ?? absolute;
  return { ...(idleMs !== undefined && { idleMs }), ...(absolute !== undefined && { absoluteMs: absolute }) };
}

function remembering(stage: Stage, made: Credential[]): Stage {
  const perform: Stage['perform'] = async (step, how) => {
    const reply = await stage.perform(step, how);
    if (step === 'login' && Object.keys(reply.credential).length > 0) made.push(reply.credential);
    return reply;
  };
  const signIn: Stage['signIn'] = async (user, how) => {
    const credential = await stage.signIn(user, how);
    made.push(credential);
    return credential;
  };
  return { ...stage, perform, signIn };
}

/** Hundreds of sign-ins end within it, at the rate that another machine bears; what a cut run leaves, it leaves to their expiry. */
const cleanUpMs = 60_000;
const cutCleanUpMs = 2_000;

/** As far as a target allows: a sign-in that a logout does not end is one of the findings. */
async function cleanUp(stage: Stage, made: readonly Credential[], resets: boolean): Promise<void> {
  const { logout } = stage.target.protocol.steps;
  try {
    // whoever does not answer one of them answers none
    if (logout)
      for (const as of made) if ((await stage.perform('logout', { as, mayBeSilent: true })).status === 0) return;
    if (resets) await stage.perform('reset');
  } catch {
    // a ceiling was reached, or the run was cut: the report says how many requests were sent
  }
}

async function started(
  { description }: External,
  { logFolder, env, signal }: OpenOptions,
): Promise<GuardedProgram | undefined> {
  const { start, origin, name } = description;
  if (!start) return undefined;
  const [command = '', ...args] = start.command;
  const own = Object.entries(start.env ?? {}).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : (env[value.env] ?? ''),
  ]);
  const log = join(logFolder, `${name}.log`);
  const program = await guarded(command === 'node' ? process.execPath : command, args, {
    env: { ...process.env, ...Object.fromEntries(own) },
    log,
  });
  const withinMs = start.readyWithinMs ?? 15_000;
  const deadline = performance.now() + withinMs;
  let gone = false;
  program.exited.then(() => {
    gone = true;
  });
  while (!gone && performance.now() < deadline) {
    signal.throwIfAborted();
    if (await answers(origin)) return program;
    await delay(50);
  }
  await program[Symbol.asyncDispose]();
  throw new BenchError(
    'AB-E301',
    `${name} ${gone ? 'ended before it answered' : `did not answer at ${origin} within ${withinMs} ms`}${await lastWords(log)}`,
  );
}

/** The log of a dry run is gone with it. An error says more than the stack below it. */
async function lastWords(log: string): Promise<string> {
  const lines = (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').slice(-40);
  const error = lines.findLast((line) => /^\s*(Uncaught )?[\w.]*(Error|Exception|panic)\b.*:/.test(line))?.trim();
  const words = error ?? lines.slice(-3).join(' | ');
  return words === '' ? '' : `: ${redactText(words)}`;
}

async function answers(origin: string): Promise<boolean> {
  return (await knock(origin)) === 'open';
}

/** A port where nobody listens says so at once; one that says nothing may be of a server that is stuck. */
async function knock(origin: string): Promise<'open' | 'closed' | 'silent'> {
  const { hostname, port, protocol } = new URL(origin);
  const host = hostname.replace(/^\[|\]$/g, '');
  using deadline = deadlineOf(undefined, knockMs);
  const socket = connect({ host, port: Number(port || (protocol === 'https:' ? 443 : 80)) });
  try {
    await once(socket, 'connect', { signal: deadline.signal });
    return 'open';
  } catch (error) {
    const errors = error instanceof AggregateError ? error.errors : [error];
    return errors.some((one) => one instanceof Error && 'code' in one && one.code === 'ECONNREFUSED')
      ? 'closed'
      : 'silent';
  } finally {
    socket.destroy();
  }
}

const knockMs = 2_000;
/** The word that a program has ended comes by way of its guard. */
const wordOfEndMs = 2_000;
/** What throws outside of a handler does so in a turn soon after the answer. */
const settleMs = 300;
/** Whoever else looks after a target is given so long to start it again. */
const comesBackMs = 3_000;
/** What a program is ended by that did not end by itself. */
const fromOutside: readonly (string | null)[] = ['SIGTERM', 'SIGKILL', 'SIGINT', 'SIGHUP'];

function lifeOf(
  { description: { origin, name } }: External,
  site: TargetSite,
  { logFolder, signal }: OpenOptions,
  describe: Life['describe'],
  cell: Life['cell'],
): Life {
  return {
    describe,
    cell,
    state: async () => ((await knock(origin)) === 'closed' ? 'gone' : 'up'),
    settled: () => delay(settleMs, undefined, { signal }),
    async obituary() {
      const exit = await Promise.race([site.program?.exited, delay(wordOfEndMs)]);
      if (!exit) return { kind: 'unseen', how: `nobody listens at ${origin} any more` };
      return { kind: causeOf(exit), how: `${inWords(exit)}${await lastWords(join(logFolder, `${name}.log`))}` };
    },
    async revive() {
      try {
        await site.restart?.();
        const until = performance.now() + comesBackMs;
        while (!(await answers(origin))) {
          if (performance.now() > until) return false;
          await delay(50, undefined, { signal });
        }
        return true;
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof BenchError) return false;
        throw error;
      }
    },
  };
}

function causeOf({ code, signal }: Exit): Death['kind'] {
  return code === 0 || fromOutside.includes(signal) ? 'killed' : 'crash';
}

function inWords({ code, signal }: Exit): string {
  return signal === null ? `exit code ${code}` : signal;
}

function clusterOf(origin: string, program: () => GuardedProgram | undefined): Cluster {
  const external = async () => {
    throw new BenchError('AB-E204', 'instances of an external target cannot be stopped or added');
  };
  return {
    origins: [origin],
    pids: () => [program()?.pid ?? []].flat(),
    isUp: () => true,
    logs: async () => '',
    kill: external,
    join: external,
    freeze: external,
    thaw: external,
    drain: external,
    restart: external,
    async [Symbol.asyncDispose]() {},
  };
}
