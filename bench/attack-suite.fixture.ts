import { once } from 'node:events';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Middleware } from 'koa';
import type { Hooks } from '../scenarios/hooks/hooks.ts';
import type { Attack, Judgement } from '../scenarios/kinds/attack.ts';
import { openAccounts } from '../servers/accounts/accounts-file.ts';
import { passwordOf, seedAccounts, userName } from '../servers/accounts/seed.ts';
import { createApp } from '../servers/app.ts';
import { discover } from '../servers/discover.ts';
import { connectionLimits } from '../servers/http/limits.ts';
import type { Scheme } from '../servers/scheme.ts';
import { Settings } from '../servers/settings.ts';
import { memoryStore } from '../servers/store/memory.ts';
import type { Store } from '../servers/store/store.ts';
import type { Weakness } from '../servers/weakness.ts';
import { isUndecided } from './attacks/attack.ts';
import { patience, prolonged } from './attacks/patience.ts';
import { createKeys, mintToken } from './cluster/keys.ts';
import { createRouter } from './cluster/routing.ts';
import { openBrowserProfile, pageOrigin } from './driver/browser.ts';
import type { Chromium } from './driver/chromium.ts';
import { createClient } from './driver/client.ts';
import { signerOf } from './driver/signer-of.ts';
import { createTranscript } from './driver/transcript.ts';
import { openTransport } from './driver/transport.ts';
import { errorLine } from './errors.ts';
import { createRandom } from './machine/random.ts';
import { publicOrigins } from './targets/own/public-origins.ts';
import { stageTarget } from './targets/own/stage-target.ts';
import { shippedLimits } from './targets/shipped-limits.ts';
import { createStage } from './targets/stage.ts';
import { withACore } from './with-a-core.fixture.ts';

const room = (path: string) => new URL(`../${path}/`, import.meta.url);
export const attacks = await discover<Attack>(room('scenarios/attacks'));
export const schemes = await discover<Scheme>(room('servers/schemes'));
export const weaknesses = await discover<Weakness>(room('servers/weaknesses'));

const seed = 'attack-suite';
const users = 8;

/** Where attacks are made on servers of this process, on accounts that each has for itself. */
export interface Ground extends AsyncDisposable {
  readonly accounts: string;
  /** @returns the path of a copy */
  copy(): Promise<string>;
}

export async function openGround(): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'authbench-'));
  const accounts = join(folder, 'accounts.jsonl');
  await seedAccounts(accounts, { users, seed, passwordCost: 4 });
  let copies = 0;
  return {
    accounts,
    async copy() {
      const own = join(folder, `${++copies}.jsonl`);
      await copyFile(accounts, own);
      return own;
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

export interface SuiteTrial {
  readonly ground: Ground;
  readonly attack: Attack;
  readonly scheme: Scheme;
  readonly weakness?: Weakness | undefined;
  /** Stands before the whole application. */
  readonly before?: Middleware;
  readonly chromium?: Chromium;
}

/**
 * What an attack comes to on two instances of this process. As in a run, what decides nothing is tried again with more
 * time; and with a core, where it had none.
 */
export function decided(expected: string, trial: SuiteTrial): Promise<Judgement> {
  return withACore(
    () => attempt(trial),
    ({ outcome }) => outcome === expected,
    ({ outcome }) => outcome === 'inconclusive',
  );
}

async function attempt(trial: SuiteTrial): Promise<Judgement> {
  let judgement: Judgement | undefined;
  for (const factor of patience) {
    judgement = await attemptOnce(trial, factor);
    if (!isUndecided({ judgement, weakness: trial.weakness })) break;
  }
  return judgement as Judgement;
}

/** Both instances are over one store, each of whose commands takes a turn, as one behind a socket does. */
async function attemptOnce(trial: SuiteTrial, factor: number): Promise<Judgement> {
  const { ground, attack, scheme, chromium } = trial;
  const keys = await createKeys(attack.needs?.settings?.algorithm ?? 'HS256');
  const settings = Settings.parse({
    ...scheme.defaults,
    passwordCost: 4,
    loginFailures: 0,
    loginFailuresPerSource: 0,
    ...(attack.needs?.asShipped && shippedLimits(Settings.parse({}))),
    ...prolonged(attack.needs?.settings ?? {}, factor),
    ...keys,
    publicOrigins,
  });
  const store = memoryStore();
  // Attacks disable accounts, and change passwords and roles.
  const own = await ground.copy();
  let oneWayMs = 0;
  const start = (changed: Partial<Settings> = {}) =>
    listen(
      trial,
      { ...settings, ...changed },
      remote(store, () => oneWayMs),
      own,
    );
  await using one = await start();
  await using two = await start();
  await using transport = openTransport();
  const account = (name: string) => ({ id: name, username: name, password: passwordOf(seed, name) });
  const random = createRandom(1);
  const target = stageTarget(scheme, settings, 2);
  const transcript = createTranscript();
  const signer = await signerOf(scheme.protocol);
  const { host, port } = new URL(one.origin);
  const client = createClient(scheme.protocol, host, pageOrigin(port), signer);
  const origins = [one.origin, two.origin];
  const joined: AsyncDisposable[] = [];
  const hooks: Hooks = {
    mint: async (...parts) => mintToken(keys, ...parts),
    async joinVerifier(jwksUrl, jwksIssuer = '') {
      const verifier = await start({ jwksUrl, jwksIssuer });
      joined.push(verifier);
      return origins.push(verifier.origin) - 1;
    },
    effects: one.effects,
    slowStore: async (ms) => {
      oneWayMs = ms;
    },
    ...(chromium && { browser: () => openBrowserProfile({ chromium, target: one.origin, client, transcript }) }),
  };
  const stage = createStage({
    target,
    transport,
    random,
    signer,
    cluster: { origins },
    router: createRouter(
      'round-robin',
      () => true,
      () => 2,
    ),
    transcript,
    hooks,
    effort: 'smoke',
    users: Array.from({ length: users }, (_, i) => account(userName(i + 1))),
    admin: account('admin'),
    signal: new AbortController().signal,
  });
  try {
    return attack.judge(await attack.attempt(stage), target);
  } catch (error) {
    return { outcome: 'inconclusive', because: errorLine(error) };
  } finally {
    for (const one of joined) await one[Symbol.asyncDispose]();
  }
}

/** A server of this process on a free loopback port, as real ones are set up. */
export async function listen(
  { scheme, weakness, before }: Pick<SuiteTrial, 'scheme' | 'weakness' | 'before'>,
  settings: Settings,
  store: Store,
  accountsFile: string,
) {
  const journal = openAccounts(accountsFile);
  const parts = { settings, store, accounts: journal };
  const auth = weakness ? await weakness.serve(scheme, parts) : await scheme.serve(parts);
  const app = createApp(auth, parts);
  if (before) app.middleware.unshift(before);
  const server = createServer({ ...connectionLimits, ...auth.http }, app.callback()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    effects: journal.transfers,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
      await auth.close?.();
      journal[Symbol.dispose]();
    },
  };
}

function remote(store: Store, oneWayMs: () => number): Store {
  const turn = () => new Promise<void>((go) => (oneWayMs() > 0 ? setTimeout(go, oneWayMs()) : setImmediate(go)));
  const late =
    <A extends unknown[], R>(command: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await turn();
      const answer = await command(...args);
      await turn();
      return answer;
    };
  return {
    ...store,
    get: late(store.get),
    create: late(store.create),
    update: late(store.update),
    delete: late(store.delete),
    missing: late(store.missing),
    addMember: late(store.addMember),
    removeMember: late(store.removeMember),
    members: late(store.members),
  };
}
