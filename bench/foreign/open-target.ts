import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';

import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Credential, Effort, Stage, Target } from '../../scenarios/stage.ts';
import { Settings } from '../../servers/settings.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { createRouter } from '../cluster/routing.ts';
import { redactText } from '../driver/redact.ts';
import { createStage } from '../driver/stage.ts';
import { createTranscript } from '../driver/transcript.ts';
import { openTransport } from '../driver/transport.ts';
import { BenchError } from '../errors.ts';
import { type GuardedProgram, guarded } from '../machine/guard.ts';
import { profiles } from '../plan/profiles.ts';
import type { ForeignTarget, LiveTarget } from '../target/target.ts';
import { type GovernedTransport, governed } from './ceilings.ts';
import { withKinds } from './learn.ts';
import { preflight } from './preflight.ts';
import type { Foreign, ForeignSubject } from './subject.ts';

/** A server that is not ours, for as long as a run needs it. */
export interface OpenTarget extends ForeignTarget, AsyncDisposable {
  /** With what was learned of it since. */
  readonly subject: ForeignSubject;
  /** The same server at every call; disposing it leaves the server as it is. */
  live(subject?: ForeignSubject): LiveTarget;
  readonly sent: () => number;
  /** Answers of 429 so far. */
  readonly refusedForRate: () => number;
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
  readonly program: GuardedProgram | undefined;
}

/** @throws BenchError AB-E301 when what was started does not answer */
export async function startTarget({ foreign }: ForeignSubject, options: OpenOptions): Promise<TargetSite> {
  const program = await started(foreign, options);
  const transport = governed(openTransport(), foreign.ceilings);
  return {
    program,
    transport,
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
  plain: ForeignSubject,
  options: OpenOptions,
  borrowed?: TargetSite,
): Promise<OpenTarget> {
  const { description, users } = plain.foreign;
  const { signal, random } = options;
  const site = borrowed ?? (await startTarget(plain, options));
  const { transport, program } = site;
  const cluster = clusterOf(description.origin, program);
  const router = createRouter(
    'round-robin',
    () => true,
    () => 1,
    random,
  );
  /** Sign-ins that the bench made and has to end. */
  const made: Credential[] = [];

  const live = (subject: ForeignSubject): LiveTarget => {
    const target = targetOf(subject);
    return {
      target,
      cluster,
      host: new URL(description.origin).host,
      publicOrigin: description.origin,
      refusedForRate: transport.refusedForRate,
      enter() {
        const transcript = createTranscript(subject.foreign.users.map(({ password }) => password));
        const stage = createStage({
          target,
          cluster,
          router,
          transport,
          transcript,
          hooks: {},
          users: enough(subject.foreign.users),
          admin: subject.foreign.admin,
          random,
          effort: options.effort,
          signal,
          host: new URL(description.origin).host,
          publicOrigin: description.origin,
        });
        return { stage: remembering(stage, made), transcript };
      },
      async [Symbol.asyncDispose]() {},
    };
  };
  const close = async () => {
    await cleanUp(live(plain).enter([]).stage, made, description.reset !== undefined);
    if (!borrowed) await site[Symbol.asyncDispose]();
  };
  try {
    const { stage } = live(plain).enter([]);
    const named = await preflight(stage, users);
    const admin = named[users.indexOf(plain.foreign.admin)] ?? plain.foreign.admin;
    const known = { ...plain, foreign: { ...plain.foreign, users: named, admin } };
    const { username, password } = named[0] ?? plain.foreign.admin;
    const subject = withKinds(known, (await stage.perform('login', { values: { username, password } })).credential);
    return {
      subject,
      live: (learned = subject) => live(learned),
      reserve: transport.reserve,
      sent: transport.sent,
      refusedForRate: transport.refusedForRate,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function targetOf({ id, traits, protocol, defaults, foreign }: ForeignSubject): Target {
  const { expect = {}, ttlMs = {} } = foreign.description;
  const settings = Settings.parse({
    ...(ttlMs.access !== undefined && { accessMs: ttlMs.access }),
    ...(ttlMs.session !== undefined && { idleMs: ttlMs.session }),
    ...(ttlMs.refresh !== undefined && { absoluteMs: ttlMs.refresh }),
    graceMs: expect.graceMs ?? 0,
    toleranceMs: expect.leewayMs ?? 0,
    ...defaults,
  });
  const known = { declared: expect, lifetimes: ttlMs, atOnce: foreign.ceilings.concurrency };
  return { scheme: id, traits, protocol, settings, instances: 1, foreign: known };
}

/** As many as any profile's load asks for: where there are fewer, they meet again. */
const mostAsked = Math.max(...Object.values(profiles).map(({ load }) => load.users));

function enough<T>(users: readonly T[]): T[] {
  return Array.from({ length: Math.max(mostAsked, users.length) }, (_, i) => users[i % users.length] as T);
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

/** As far as a target allows: a sign-in that a logout does not end is one of the findings. */
async function cleanUp(stage: Stage, made: readonly Credential[], resets: boolean): Promise<void> {
  const { logout } = stage.target.protocol.steps;
  try {
    if (logout) for (const as of made) await stage.perform('logout', { as, mayBeSilent: true });
    if (resets) await stage.perform('reset');
  } catch {
    // a ceiling was reached, or the run was cut: the report says how many requests were sent
  }
}

async function started(
  { description }: Foreign,
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

/** The log of a dry run is gone with it. */
async function lastWords(log: string): Promise<string> {
  const lines = (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').slice(-3);
  return lines[0] === '' ? '' : `: ${redactText(lines.join(' | '))}`;
}

async function answers(origin: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(origin);
  const socket = connect({ host: hostname, port: Number(port || (protocol === 'https:' ? 443 : 80)) });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

function clusterOf(origin: string, program: GuardedProgram | undefined): Cluster {
  const foreign = async () => {
    throw new BenchError('AB-E204', 'instances of a server that is not ours cannot be stopped or added');
  };
  return {
    origins: [origin],
    pids: () => (program ? [program.pid] : []),
    isUp: () => true,
    logs: async () => '',
    kill: foreign,
    join: foreign,
    freeze: foreign,
    thaw: foreign,
    drain: foreign,
    restart: foreign,
    async [Symbol.asyncDispose]() {},
  };
}
