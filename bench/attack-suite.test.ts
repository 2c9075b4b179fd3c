import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Attack, Judgement } from '../scenarios/kinds/attack.ts';
import type { Target } from '../scenarios/stage.ts';
import { openAccounts } from '../servers/accounts/accounts-file.ts';
import { passwordOf, seedAccounts, userName } from '../servers/accounts/seed.ts';
import { createApp } from '../servers/app.ts';
import { discover } from '../servers/discover.ts';
import type { Scheme } from '../servers/scheme.ts';
import { Settings } from '../servers/settings.ts';
import { memoryStore } from '../servers/store/memory.ts';
import type { Store } from '../servers/store/store.ts';
import type { Weakness } from '../servers/weakness.ts';
import { isUndecided } from './attacks/attack.ts';
import { patience, prolonged } from './attacks/patience.ts';
import { createKeys, mintToken } from './cluster/keys.ts';
import { createRouter } from './cluster/routing.ts';
import { createTranscript } from './driver/transcript.ts';
import { openTransport } from './driver/transport.ts';
import { sentence } from './errors.ts';
import { createRandom } from './machine/random.ts';
import { createStage } from './targets/stage.ts';
import { withACore } from './with-a-core.fixture.ts';

const room = (path: string) => new URL(`../${path}/`, import.meta.url);
const attacks = await discover<Attack>(room('scenarios/attacks'));
const schemes = await discover<Scheme>(room('servers/schemes'));
const weaknesses = await discover<Weakness>(room('servers/weaknesses'));

const seed = 'attack-suite';
const users = 8;
let folder: string;
let accounts: string;
let attempts = 0;
/** Which windows the attacks on reference servers measured. */
const squares = new Set<string>();

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authbench-'));
  accounts = join(folder, 'accounts.jsonl');
  await seedAccounts(accounts, { users, seed, passwordCost: 4 });
});
after(() => rm(folder, { recursive: true, force: true }));

/** As in a run: a variation of a scheme is attacked only where no compared scheme has the surface. */
const compared = [...schemes.values()].filter(({ variant }) => !variant);
const isTried = (attack: Attack, { traits, variant }: Scheme) =>
  attack.appliesTo(traits) === true && !(variant && compared.some((one) => attack.appliesTo(one.traits) === true));

/** Lifetimes are shortened for what is waited for: many can do so at once. The others work, and some measure time. */
const waits = ({ needs }: Attack) => needs?.settings !== undefined;
describe('every attack that waits', { concurrency: 8 }, () => tryAll((attack) => waits(attack)));
describe('every attack that does not wait', { concurrency: 3 }, () => tryAll((attack) => !waits(attack)));

function tryAll(wanted: (attack: Attack) => boolean): void {
  for (const attack of [...attacks.values()].filter(wanted)) {
    for (const scheme of schemes.values()) {
      if (!isTried(attack, scheme) || !isOffered(attack)) continue;
      const controls = attack.controls.map((id) => weaknesses.get(id)).filter((one) => one?.appliesTo(scheme.traits));

      it(`${attack.id} comes out as expected on ${scheme.id}`, async () => {
        const expected = attack.expected(scheme.traits);
        const { outcome, because, windows = [] } = await decided(expected, attack, scheme);
        for (const { event, artefact } of windows) squares.add(`${scheme.id}: ${event}, ${artefact}`);
        assert.equal(outcome, expected, because);
      });

      for (const weakness of controls) {
        it(`${attack.id} beats ${scheme.id} with ${weakness?.id}`, async () => {
          const { outcome, because } = await decided('succeeded', attack, scheme, weakness);
          assert.equal(outcome, 'succeeded', because);
        });
      }
    }
  }
}

describe('the controls of an attack', () => {
  it('are known, and on each scheme and variation with its surface there is one', () => {
    for (const attack of attacks.values()) {
      for (const id of attack.controls) assert.ok(weaknesses.has(id), `${attack.id}: ${id}`);
      for (const { id, traits } of schemes.values()) {
        if (attack.appliesTo(traits) !== true) continue;
        const controls = attack.controls.filter((control) => weaknesses.get(control)?.appliesTo(traits));
        assert.ok(controls.length > 0, `${attack.id} on ${id}`);
      }
    }
  });
});

describe('the table of windows', () => {
  it('has a figure for each event and each artefact that a compared scheme has', () => {
    const events = ['logout', 'logout-all', 'password-change', 'user-disabled', 'role-removed'];
    const held = {
      session: ['session-cookie'],
      jwt: ['access-token'],
      'jwt-refresh': ['access-token', 'refresh-token'],
    };
    const wanted = Object.entries(held).flatMap(([scheme, artefacts]) =>
      // Nobody notices a theft where nothing is rotated.
      [...events, ...(scheme === 'jwt-refresh' ? ['theft-detected'] : [])].flatMap((event) =>
        artefacts.map((artefact) => `${scheme}: ${event}, ${artefact}`),
      ),
    );
    assert.deepEqual([...squares].sort(), wanted.sort());
  });
});

/**
 * Servers of this process have no clock or key of their own, no store that could die, and no browser before them; and
 * what would change the server for others would change this process.
 */
function isOffered({ needs }: Attack): boolean {
  const hooks = [...(needs?.hooks ?? []), ...(needs?.hooksOfOurs ?? [])];
  return !needs?.alone && hooks.every((hook) => hook === 'mint' || hook === 'effects');
}

/** As in a run, what decides nothing is tried again with more time; and with a core, where it had none. */
function decided(expected: string, ...which: Parameters<typeof attempt>): Promise<Judgement> {
  return withACore(
    () => attempt(...which),
    ({ outcome }) => outcome === expected,
    ({ outcome }) => outcome === 'inconclusive',
  );
}

async function attempt(attack: Attack, scheme: Scheme, weakness?: Weakness): Promise<Judgement> {
  let judgement: Judgement | undefined;
  for (const factor of patience) {
    judgement = await attemptOnce(attack, scheme, weakness, factor);
    if (!isUndecided({ judgement, weakness })) break;
  }
  return judgement as Judgement;
}

/** Two instances in this process over one store, each of whose commands takes a turn, as one behind a socket does. */
async function attemptOnce(
  attack: Attack,
  scheme: Scheme,
  weakness: Weakness | undefined,
  factor: number,
): Promise<Judgement> {
  const keys = await createKeys(attack.needs?.settings?.algorithm ?? 'HS256');
  const settings = Settings.parse({
    ...scheme.defaults,
    passwordCost: 4,
    loginFailures: 0,
    loginFailuresPerSource: 0,
    ...prolonged(attack.needs?.settings ?? {}, factor),
    ...keys,
  });
  const store = memoryStore();
  // Attacks disable accounts, and change passwords and roles: each has accounts of its own.
  const own = join(folder, `${++attempts}.jsonl`);
  await copyFile(accounts, own);
  const start = () => listen(scheme, weakness, settings, remote(store), own);
  await using one = await start();
  await using two = await start();
  await using transport = openTransport();
  const account = (name: string) => ({ id: name, username: name, password: passwordOf(seed, name) });
  const random = createRandom(1);
  const { traits, protocol } = scheme;
  const target: Target = { scheme: scheme.id, traits, protocol, settings, instances: 2 };
  const stage = createStage({
    target,
    transport,
    random,
    cluster: { origins: [one.origin, two.origin] },
    router: createRouter(
      'round-robin',
      () => true,
      () => 2,
      random,
    ),
    transcript: createTranscript(),
    hooks: { mint: async (header, payload) => mintToken(keys, header, payload), effects: one.effects },
    effort: 'smoke',
    users: Array.from({ length: users }, (_, i) => account(userName(i + 1))),
    admin: account('admin'),
    signal: new AbortController().signal,
  });
  try {
    return attack.judge(await attack.attempt(stage), target);
  } catch (error) {
    return { outcome: 'inconclusive', because: sentence(error) };
  }
}

async function listen(
  scheme: Scheme,
  weakness: Weakness | undefined,
  settings: Settings,
  store: Store,
  accountsFile: string,
) {
  const journal = openAccounts(accountsFile);
  const parts = { settings, store, accounts: journal };
  const auth = weakness ? await weakness.serve(scheme, parts) : await scheme.serve(parts);
  const server = createServer(auth.http ?? {}, createApp(auth, parts).callback()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    effects: journal.transfers,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
      journal[Symbol.dispose]();
    },
  };
}

function remote(store: Store): Store {
  const turn = () => new Promise(setImmediate);
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
