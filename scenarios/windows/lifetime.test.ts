import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Credential, Stage } from '../stage.ts';
import { keepRenewing, useOnceAtEachAge } from './lifetime.ts';

const credential = (token: string): Credential => ({ refresh: { role: 'refresh', values: { token } } });

describe('keeping a sign-in alive by renewing', () => {
  const stage = (accepts: number) => {
    const presented: string[] = [];
    const fake = {
      target: { protocol: { steps: { refresh: { ok: [200] } } } },
      wait: async () => {},
      perform: async (_: string, { as }: { as: Credential }) => {
        presented.push(as.refresh?.values.token ?? '');
        const status = presented.length > accepts ? 401 : 200;
        return { status, credential: credential(`t${presented.length}`) };
      },
    };
    return { presented, stage: fake as unknown as Stage };
  };

  it('presents each time what the last answer gave, and ends with the first refusal', async () => {
    const { presented, stage: one } = stage(2);
    const { renewals, ended, newest } = await keepRenewing(one, credential('t0'), 100, 60_000);
    assert.deepEqual(presented, ['t0', 't1', 't2']);
    assert.deepEqual([renewals, ended, newest], [2, true, credential('t2')]);
  });

  it('gives up after the bound and says that there was no end', async () => {
    const { renewals, ended } = await keepRenewing(stage(9).stage, credential('t0'), 100, -1);
    assert.deepEqual([renewals, ended], [0, false]);
  });
});

describe('silences', () => {
  it('are tried in steps to past the idle time, each on a sign-in of its own', async () => {
    let signIns = 0;
    const waited: number[] = [];
    const stage = {
      target: { settings: { idleMs: 500 }, protocol: { steps: {} } },
      signIn: async () => credential(`s${++signIns}`),
      wait: async (ms: number) => void waited.push(ms),
      whoAmI: async (held: Credential) => (held.refresh?.values.token === 's1' ? 'user-1' : undefined),
    } as unknown as Stage;
    const tried = await useOnceAtEachAge(stage, { id: 'user-1', username: 'user-1', password: '' });
    assert.deepEqual(waited, [250, 500, 750, 1_000]);
    assert.deepEqual(
      tried.map(({ accepted }) => accepted),
      [true, false, false, false],
    );
  });
});
