import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Attack, Judgement } from '../../scenarios/kinds/attack.ts';
import type { Stage } from '../../scenarios/stage.ts';
import { passwordOf, seedAccounts, userName } from '../../servers/accounts/seed.ts';
import jwtScheme from '../../servers/schemes/jwt.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { hostedClusters } from '../cluster/hosted.ts';
import { processes } from '../cluster/processes.ts';
import { cellSpec } from '../plan/cell-spec.ts';
import type { AttackCell } from '../plan/plan.ts';
import type { StoreHandle } from '../store/open-store.ts';
import { ownTarget } from '../targets/own/own-target.ts';
import type { RunContext } from '../targets/run-context.ts';
import { isUndecided, judgeCell, type Tried } from './attack.ts';
import { runLaunch } from './run-launch.ts';

const jwt = ownTarget(jwtScheme);

const users = 20;

type Attempt = (stage: Stage) => Promise<Judgement>;

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
  async function launch(...attempts: readonly Attempt[]) {
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
    const context: RunContext = {
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
    const begun: string[] = [];
    const settings = { accessMs: 2_000 };
    const options = { scheme: jwt, instances: 1, mode: 'none', settings, hosted: true } as const;
    await runLaunch({ options, trials }, context, {
      begun: ({ cell }) => void begun.push(cell.attack.id),
      tried: async (tried) => void all.push(tried),
    });
    return { all, started, begun };
  }

  it('makes a trial that decided nothing once more, on a server of its own, and keeps what the first one left', async () => {
    let tries = 0;
    const { all, started, begun } = await launch(
      async () => ({ outcome: 'blocked', because: 'at once' }),
      async () => {
        tries += 1;
        if (tries === 1) throw new Error('a login took too long');
        return { outcome: 'blocked', because: 'the second time' };
      },
    );
    assert.deepEqual(started, ['hosted', 'processes']);
    assert.deepEqual(begun, ['attack-0', 'attack-1', 'attack-1']);
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
        ['attack/attack-1/jwt/try-1', 'a login took too long'],
      ],
    );
  });

  it('leaves a trial undecided that decides nothing four times, with longer lifetimes each time', async () => {
    const lifetimes: number[] = [];
    const { all, started } = await launch(async ({ target }) => {
      lifetimes.push(target.settings.accessMs);
      return { outcome: 'inconclusive', because: `try ${lifetimes.length}` };
    });
    assert.deepEqual(started, ['hosted', 'processes', 'processes', 'processes']);
    assert.deepEqual(lifetimes, [2_000, 4_000, 8_000, 16_000]);
    const [only] = all;
    assert.deepEqual(only?.judgement, { outcome: 'inconclusive', because: 'try 4' });
    assert.deepEqual(
      only?.earlier?.map(({ because }) => because),
      ['try 1', 'try 2', 'try 3'],
    );
    assert.equal(only?.settings?.accessMs, 16_000);
  });
});

describe('what decides nothing', () => {
  const tried = (outcome: Judgement['outcome'], weakness?: Tried['weakness']) => ({
    judgement: { outcome, because: '' },
    weakness,
  });

  it('is what came to no verdict, and a weakened server that held', () => {
    const weakness = { id: 'w' } as NonNullable<Tried['weakness']>;
    assert.equal(isUndecided(tried('inconclusive')), true);
    for (const outcome of ['blocked', 'window', 'blocked-by-crash'] as const)
      assert.equal(isUndecided(tried(outcome, weakness)), true);
    assert.equal(isUndecided(tried('succeeded', weakness)), false);
  });

  it('is no verdict for or against the server', () => {
    for (const outcome of ['blocked', 'blocked-by-crash', 'succeeded', 'window'] as const)
      assert.equal(isUndecided(tried(outcome)), false);
  });
});

function cellOf(id: string, attempt: Attempt): AttackCell {
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
    fix: '',
    controls: [],
    appliesTo: () => true,
    expected: () => 'blocked',
    attempt: async (stage) => ({ judgement: await attempt(stage) }),
    judge: ({ judgement }) => judgement,
  };
  const spec = cellSpec({ kind: 'attack', scenario: id, scheme: 'jwt' });
  return { ...spec, attack: attack as unknown as Attack, scheme: jwt };
}
