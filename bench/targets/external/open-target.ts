import type { Credential, HttpRequest } from '../../../scenarios/exchange.ts';
import type { Hooks } from '../../../scenarios/hooks/hooks.ts';
import type { Finding } from '../../../scenarios/kinds/property.ts';
import { isRenewed, refreshTokenOf } from '../../../scenarios/kit/clients/renewal.ts';
import type { Stage, StageTarget } from '../../../scenarios/stage.ts';
import type { Protocol } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import { createRouter } from '../../cluster/routing.ts';
import { signToken } from '../../cluster/sign-token.ts';
import { createTranscript, type Transcript } from '../../driver/transcript.ts';
import { BenchError } from '../../errors.ts';
import { deadlineOf } from '../../machine/deadline.ts';
import type { LiveTarget } from '../live-target.ts';
import { createStage } from '../stage.ts';
import { apart } from './apart.ts';
import { configuredLifetimes } from './configured.ts';
import { type Death, TargetEnded, watched } from './deaths.ts';
import type { Described } from './described.ts';
import type { TargetDescription } from './description.ts';
import { secretsIn } from './environment.ts';
import { type ExternalTarget, externalTarget } from './external-target.ts';
import { withFindings, withKinds, withLifetimes, withPages, withRenewal } from './learn.ts';
import { lifeOf } from './life.ts';
import { oneInstance } from './one-instance.ts';
import { noBrowser, openPages, pagesOf } from './pages.ts';
import { preflight } from './preflight.ts';
import { requestText } from './request-text.ts';
import { type Asked, serverErrors } from './server-errors.ts';
import { type OpenOptions, startTarget, type TargetSite } from './start-target.ts';
import { type TextsBefore, textsBefore, writeAgain } from './texts-before.ts';
import { toldLifetimes } from './told-lifetimes.ts';

/** An external target, for as long as a run needs it. */
export interface OpenTarget extends AsyncDisposable {
  /** With what was learned of it since. */
  readonly target: ExternalTarget;
  /** The same server at every call; disposing it leaves the server as it is. */
  live(known?: Described): LiveTarget;
  /** The same target with what was found out about it. */
  learn(findings: ReadonlyMap<string, Finding>): ExternalTarget;
  readonly sent: () => number;
  /** Answers of 429 so far. */
  readonly refusedForRate: () => number;
  /** How often it ended that nobody had told to, and by what. */
  readonly deaths: readonly Death[];
  /** What became of ordinary requests so far, by their step. */
  asked(): readonly Asked[];
}

/**
 * Starts the target where its description says how, asks whether the description is true, and learns what its users
 * are called. Disposing it ends the sign-ins that were made, resets the target, and ends what was started.
 * @throws BenchError AB-E301 when what was started does not answer; AB-E601 when the description is not true
 */
export async function openTarget(plain: Described, options: OpenOptions, borrowed?: TargetSite): Promise<OpenTarget> {
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
  const cluster = oneInstance(description.origin, () => site.program);
  const router = createRouter(
    'round-robin',
    () => true,
    () => 1,
  );
  const errors = serverErrors(users, () => now.cell);
  /** Sign-ins that the bench made and has to end. */
  const made: Credential[] = [];
  let before: TextsBefore = new Map();
  const writes = description.optIn?.includes('writes') ?? false;

  const browserHook = ({ pages }: Described['external'], protocol: Protocol, transcript: Transcript): Hooks => {
    const { browser } = options;
    if (!browser || pages !== true) return {};
    return {
      browser: () =>
        openPages({ protocol, origin: description.origin, chromium: browser, transport, transcript, made }),
    };
  };
  const live = ({ external, ...known }: Described, at = { host, publicOrigin: description.origin }): LiveTarget => {
    const { users, admin } = external;
    const { protocol } = known;
    const target = stageTarget({ external, ...known });
    return {
      target,
      cluster,
      host,
      publicOrigin: description.origin,
      reserve: transport.reserve,
      refusedForRate: transport.refusedForRate,
      ends: () => transport.deaths.length,
      enter(_, cell = '', cut = signal) {
        const transcript = createTranscript([...users.map(({ password }) => password), ...secretsIn(plain.protocol)]);
        Object.assign(now, { cell, transcripts: [transcript, ...now.transcripts.slice(0, 1)] });
        const stage = createStage({
          ...{ target, cluster, router, transport, transcript, users, usersReturn: true, admin, random },
          hooks: { ...signingHooks(external), ...browserHook(external, protocol, transcript) },
          ...{ effort: options.effort, signal: cut, ...at },
        });
        const told = apart(errors.counting(stage));
        return { stage: remembering(told.stage, made), transcript, remark: told.remark };
      },
      async [Symbol.asyncDispose]() {},
    };
  };
  const close = async () => {
    using deadline = deadlineOf(undefined, signal.aborted ? cutCleanUpMs : cleanUpMs);
    await cleanUp(live(plain).enter([], '', deadline.signal).stage, made, before, description.reset !== undefined);
    if (!borrowed) await site[Symbol.asyncDispose]();
  };
  try {
    const { stage } = live(plain).enter([]);
    const named = await preflight(stage, users, writes);
    if (writes) before = await textsBefore(stage, named);
    const admin = named[users.indexOf(plain.external.admin)] ?? plain.external.admin;
    const known = { ...plain, external: { ...plain.external, users: named, admin } };
    const { username, password } = named[0] ?? plain.external.admin;
    const login = await stage.perform('login', { values: { username, password } });
    const ofKinds = withKinds(known, login.credential);
    const renewing = withRenewal(ofKinds, await rotates(stage, login.credential));
    const shown = withPages(
      renewing,
      options.browser ? await pagesOf(renewing, (at) => live(renewing, at).enter([]).stage) : noBrowser,
    );
    const target = externalTarget(withLifetimes(shown, toldLifetimes(ofKinds.protocol, login)), live);
    return {
      target,
      live: (learned = target) => live(learned),
      learn: (findings) => externalTarget(withFindings(target, findings), live),
      sent: transport.sent,
      refusedForRate: transport.refusedForRate,
      deaths: transport.deaths,
      asked: errors.all,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error instanceof TargetEnded ? new BenchError('AB-E601', error.message) : error;
  }
}

/** What lies behind the HTTP of somebody else's server is closed, but for a key that they lend. */
function signingHooks({ signingKey: key, algorithm }: Described['external']): Hooks {
  if (!key) return {};
  return {
    async mint(header, payload, another) {
      const alg = another ?? algorithm ?? (typeof header === 'string' ? undefined : String(header.alg));
      if (alg === undefined) throw new Error('the algorithm of the tokens is not known');
      return signToken(alg, key, header, payload);
    },
  };
}

function stageTarget({ id, traits, protocol, defaults, ceilings, external }: Described): StageTarget {
  const { expect = {}, ttlMs = {} } = external.description;
  const settings = Settings.parse({
    ...(ttlMs.access !== undefined && { accessMs: ttlMs.access }),
    ...endsOf(ttlMs),
    graceMs: expect.graceMs ?? 0,
    toleranceMs: expect.leewayMs ?? 0,
    ...(typeof expect.revokesOnLogout === 'object' && { lagMs: expect.revokesOnLogout.withinMs }),
    ...defaults,
  });
  return {
    ...{ scheme: id, traits, protocol, settings, instances: 1 },
    ...{ declared: expect, lifetimes: ttlMs, configured: configuredLifetimes(external.description) },
    ceilings,
    ...(external.description.origin.startsWith('http:') && { plainHttp: true }),
  };
}

/** A renewal that nobody makes ends with its token at the latest, and with it what it would have carried on. */
function endsOf({ session, refresh, absolute = refresh }: NonNullable<TargetDescription['ttlMs']>): Partial<Settings> {
  const idleMs = session ?? absolute;
  return { ...(idleMs !== undefined && { idleMs }), ...(absolute !== undefined && { absoluteMs: absolute }) };
}

/** Some servers rotate every other time: one token that came in place of another is enough. */
const renewalsWatched = 2;

async function rotates(stage: Stage, first: Credential): Promise<boolean> {
  if (!stage.target.protocol.steps.refresh) return true;
  let held = first;
  for (let i = 0; i < renewalsWatched; i += 1) {
    const reply = await stage.perform('refresh', { as: held, mayBeSilent: true });
    // what is refused says nothing: the property of that name tells it
    if (!isRenewed(stage, reply) || refreshTokenOf(reply.credential) !== refreshTokenOf(held)) return true;
    held = reply.credential;
  }
  return false;
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
async function cleanUp(stage: Stage, made: readonly Credential[], before: TextsBefore, resets: boolean): Promise<void> {
  const { logout } = stage.target.protocol.steps;
  try {
    await writeAgain(stage, before);
    // whoever does not answer one of them answers none
    if (logout)
      for (const as of made) if ((await stage.perform('logout', { as, mayBeSilent: true })).status === 0) return;
    if (resets) await stage.perform('reset');
  } catch {
    // a ceiling was reached, or the run was cut: the report says how many requests were sent
  }
}
