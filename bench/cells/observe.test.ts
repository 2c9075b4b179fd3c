import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { recordEvidence, type Seen } from './observe.ts';

const cell = { kind: 'attack', scenario: 'some', scheme: 'server' } as const;
const about = { cell, title: 'Some', scheme: 'server', withinMs: 60_000 };
const forever = () => new Promise<never>(() => {});

/** What becomes of an act, on a clock that only the test moves. */
function recorded(t: TestContext, act: (signal: AbortSignal) => Promise<Seen<number>>) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const run = new AbortController();
  const seen = recordEvidence(about, run.signal, (_, signal) => act(signal));
  const pass = async (ms: number) => {
    t.mock.timers.tick(ms);
    await turn();
  };
  return { run, seen, pass };
}

describe('a cell', () => {
  it('has what it came to', async (t) => {
    const { seen } = recorded(t, async () => ({ value: 7, facts: { a: 1 } }));
    const { value, evidence } = await seen;
    assert.deepEqual([value, evidence.facts, evidence.cause], [7, { a: 1 }, undefined]);
  });

  it('has no result, with the cause, where it does not come to an end in its time', async (t) => {
    const { seen, pass } = recorded(t, async (signal) => {
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('cut'))));
      return { value: 7, facts: {} };
    });
    await pass(60_000);
    assert.equal((await seen).cause, 'it had not come to an end after 60 s');
  });

  it('has none either where it is deaf to its signal: it is left behind', async (t) => {
    const { seen, pass } = recorded(t, forever);
    await pass(60_000);
    await pass(5_000);
    assert.equal((await seen).cause, 'it had not come to an end after 60 s');
  });

  it('is left behind too where the run is cut and it is deaf', async (t) => {
    const { run, seen, pass } = recorded(t, forever);
    run.abort(new Error('cut by SIGTERM'));
    const rejected = assert.rejects(seen, { message: 'cut by SIGTERM' });
    await pass(5_000);
    await rejected;
  });
});
