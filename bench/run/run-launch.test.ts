import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Attack, Judgement } from '../../scenarios/attack.ts';
import { passwordOf, seedAccounts, userName } from '../../servers/accounts/seed.ts';
import jwt from '../../servers/schemes/jwt.ts';
import { isUndecided, judgeCell, type Tried } from '../cells/attack.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { hostedClusters } from '../cluster/hosted.ts';
import { processes } from '../cluster/processes.ts';
import type { AttackCell } from '../plan/plan.ts';
import type { StoreHandle } from '../store/ladder.ts';
import type { Grounds } from '../target/target.ts';
import { runLaunch } from './run-launch.ts';

const users = 20;

describe('a launch', () => {
  let folder: string;
  let template: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'authbench-'));
    template = join(folder, 'accounts.jsonl');
    await seedAccounts(template, { users, seed: 'test', passwordCost: 4 });
  });
  after(() => rm(folder, { recursive: true }));

  /** Makes the trials of these attempts on the sound server. @returns what came of each, and how servers were started. */
  async function launch(...attempts: readonly (() => Promise<Judgement>)[]) {
    await using hosts = hostedClusters({ folder, logFolder: folder });
    const started: string[] = [];
    const noting = (driver: typeof processes) => ({
      id: driver.id,
      start(...given: Parameters<typeof processes.start>): Promise<Cluster> {
        started.push(driver.id);
        return driver.start(...given);
      },
    });
    const account = (id: string) => ({ id, username: id, password: passwordOf('test', id) });
    const grounds: Grounds = {
      folder,
      logFolder: folder,
      accounts: {
        template,
        users: Array.from({ length: users }, (_, i) => account(userName(i + 1))),
        admin: account('admin'),
      },
      settings: { passwordCost: 4, loginFailures: 0 },
      clusters: noting(processes),
      hosts: noting(hosts),
      store: {} as StoreHandle,
      mayKillStore: false,
      seed: 1,
      effort: 'smoke',
      signal: new AbortController().signal,
    };
    const trials = attempts.map((attempt, i) => ({
      cell: cellOf(`attack-${i}`, attempt),
      on: jwt,
      weakness: undefined,
    }));
    const all: Tried[] = [];
    const wish = { scheme: jwt, instances: 1, mode: 'none', hosted: true } as const;
    await runLaunch({ wish, trials }, grounds, async (tried) => void all.push(tried));
    return { all, started };
  }

  it('makes a trial that decided nothing once more, on a server of its own, and keeps what the first one left', async () => {
    let tries = 0;
    const { all, started } = await launch(
      async () => ({ outcome: 'blocked', because: 'at once' }),
      async () => {
        tries += 1;
        if (tries === 1) throw new Error('a login took too long');
        return { outcome: 'blocked', because: 'the second time' };
      },
    );
    assert.deepEqual(started, ['hosted', 'processes']);
    assert.deepEqual(
      all.map(({ judgement }) => judgement.because),
      ['at once', 'the second time'],
    );
    const [first, second] = all;
    assert.equal(first?.earlier, undefined);
    assert.match(second?.evidence.transcript[0]?.text ?? '', /^once more, .*: a login took too long$/);
    const { part } = judgeCell(second?.cell as AttackCell, [second as Tried]);
    assert.deepEqual(
      part.evidence?.map(({ id, cause }) => [id, cause]),
      [
        ['attack/attack-1/jwt', undefined],
        ['attack/attack-1/jwt/first-try', 'a login took too long'],
      ],
    );
  });

  it('leaves a trial undecided that decides nothing twice', async () => {
    let tries = 0;
    const { all, started } = await launch(async () => {
      tries += 1;
      return { outcome: 'inconclusive', because: `try ${tries}` };
    });
    assert.deepEqual(started, ['hosted', 'processes']);
    assert.deepEqual(
      all.map(({ judgement }) => judgement),
      [{ outcome: 'inconclusive', because: 'try 2' }],
    );
  });
});

describe('what decides nothing', () => {
  const tried = (outcome: Judgement['outcome'], storeAway = 0, weakness?: Tried['weakness']) =>
    ({ judgement: { outcome }, storeAway, weakness }) as Tried;

  it('is what came to no verdict, and a crash beside a store that did not answer in time', () => {
    assert.equal(isUndecided(tried('inconclusive')), true);
    assert.equal(isUndecided(tried('blocked-by-crash', 1)), true);
  });

  it('is a weakened server that held, beside a store that did not answer in time', () => {
    const weakness = { id: 'w' } as NonNullable<Tried['weakness']>;
    for (const outcome of ['blocked', 'window'] as const) {
      assert.equal(isUndecided(tried(outcome, 1, weakness)), true);
      assert.equal(isUndecided(tried(outcome, 0, weakness)), false);
    }
    assert.equal(isUndecided(tried('succeeded', 1, weakness)), false);
  });

  it('is no verdict for or against the server, whatever the store did', () => {
    assert.equal(isUndecided(tried('blocked-by-crash')), false);
    for (const outcome of ['blocked', 'succeeded', 'window'] as const)
      assert.equal(isUndecided(tried(outcome, 3)), false);
  });
});

function cellOf(id: string, attempt: () => Promise<Judgement>): AttackCell {
  const attack: Attack<{ judgement: Judgement }> = {
    kind: 'attack',
    id,
    title: id,
    question: '',
    goal: '',
    precondition: 'none',
    severity: 'low',
    references: [],
    steps: [],
    controls: [],
    appliesTo: () => true,
    expected: () => 'blocked',
    attempt: async () => ({ judgement: await attempt() }),
    judge: ({ judgement }) => judgement,
  };
  return { id: `${id}/jwt`, attack: attack as unknown as Attack, scheme: jwt };
}
