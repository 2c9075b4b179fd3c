import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import attack from '../scenarios/attacks/revocation/sign-in-histories.ts';
import { accountsNeeded } from '../scenarios/kit/histories/cast.ts';
import { type Explored, type Extent, explore } from '../scenarios/kit/histories/explore.ts';
import { passwordOf, seedAccounts, userName } from '../servers/accounts/seed.ts';
import { discover } from '../servers/discover.ts';
import type { Scheme } from '../servers/scheme.ts';
import { Settings } from '../servers/settings.ts';
import { memoryStore } from '../servers/store/memory.ts';
import type { Weakness } from '../servers/weakness.ts';
import { listen } from './attack-suite.fixture.ts';
import { createKeys } from './cluster/keys.ts';
import { createRouter } from './cluster/routing.ts';
import { shiftDate } from './cluster/shifted-date.ts';
import { signerOf } from './driver/signer-of.ts';
import { createTranscript } from './driver/transcript.ts';
import { openTransport } from './driver/transport.ts';
import { publicOrigins } from './targets/own/public-origins.ts';
import { stageTarget } from './targets/own/stage-target.ts';
import { createStage } from './targets/stage.ts';

const room = (path: string) => new URL(`../${path}/`, import.meta.url);
const schemes = await discover<Scheme>(room('servers/schemes'));
const weaknesses = await discover<Weakness>(room('servers/weaknesses'));

const seed = 'sign-in-histories';
let folder: string;
let accounts: string;
let launches = 0;
/** The clock of this process, and with it of all servers here. */
let aheadMs = 0;
let giveBack: () => void;

/** As found, and not made shorter: that is shown where it costs nothing (scenarios/kit/histories). */
const extent: Extent = { seed: 1, histories: 150, many: 120, withinMs: 120_000, shrinkWithinMs: 0 };

/** One after the other, since all of them move the clock of this process. */
export function tryHistories(wanted: (scheme: Scheme) => boolean): void {
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'authbench-'));
    accounts = join(folder, 'accounts.jsonl');
    await seedAccounts(accounts, { users: accountsNeeded, seed, passwordCost: 4 });
    giveBack = shiftDate(() => aheadMs);
  });
  after(async () => {
    giveBack();
    await rm(folder, { recursive: true });
  });
  for (const scheme of [...schemes.values()].filter(wanted)) {
    it(`differ in nothing from the model on ${scheme.id}`, async () => {
      const { difference, tally } = await explored(scheme, undefined, { histories: 12 });
      assert.equal(difference, undefined, difference?.story.join(' '));
      assert.ok(tally.accepted > 0 && tally.refused > 0);
    });
    for (const id of attack.controls) {
      const weakness = weaknesses.get(id);
      if (!weakness?.appliesTo(scheme.traits)) continue;
      it(`find ${id} on ${scheme.id}`, async () => {
        const found = await explored(scheme, weakness);
        const { outcome, because } = attack.judge(found);
        assert.equal(outcome, 'succeeded', because);
      });
    }
  }
}

async function explored(scheme: Scheme, weakness?: Weakness, more: Partial<Extent> = {}): Promise<Explored> {
  const keys = await createKeys('HS256');
  const cheap = { passwordCost: 4, loginFailures: 0, loginFailuresPerSource: 0 };
  const settings = Settings.parse({ ...scheme.defaults, ...cheap, ...attack.needs.settings, ...keys, publicOrigins });
  const signer = await signerOf(scheme.protocol);
  const store = memoryStore();
  const own = join(folder, `${++launches}.jsonl`);
  await copyFile(accounts, own);
  await using one = await listen({ scheme, weakness }, settings, store, own);
  await using two = await listen({ scheme, weakness }, settings, store, own);
  await using transport = openTransport();
  const account = (name: string) => ({ id: name, username: name, password: passwordOf(seed, name) });
  const stage = createStage({
    target: stageTarget(scheme, settings, 2),
    transport,
    signer,
    random: Math.random,
    cluster: { origins: [one.origin, two.origin] },
    router: createRouter(
      'round-robin',
      () => true,
      () => 2,
    ),
    transcript: createTranscript(),
    hooks: {
      async advance(ms) {
        aheadMs += ms;
      },
    },
    effort: 'smoke',
    users: Array.from({ length: accountsNeeded }, (_, i) => account(userName(i + 1))),
    admin: account('admin'),
    signal: new AbortController().signal,
  });
  return await explore(stage, { ...extent, ...more });
}
