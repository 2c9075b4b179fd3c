import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createSentSet } from '../generator/sent-set.ts';
import { jobFor } from '../generator/stub/stub-job.ts';
import { auditLedger, type Entry } from './ledger.ts';

/** 100 arrivals: 20 before the block, 80 in it. */
const job = jobFor(1, 100, 200, 800);

function entry(index: number, sent: readonly number[], dropped = 0): Entry {
  const set = createSentSet(200);
  for (const arrival of sent) set.add(arrival);
  return { agent: `a${index + 1}`, record: { sent: set.encode(), dropped } };
}

const dealt = (of: number) =>
  Array.from({ length: of }, (_, index) =>
    Array.from({ length: 100 }, (_, arrival) => arrival).filter((arrival) => arrival % of === index),
  );

const said = (entries: readonly Entry[]) => Object.fromEntries(auditLedger(job, entries));

describe('the ledger of a block', () => {
  it('has nothing against agents that sent the whole schedule between them, each its own', () => {
    for (const of of [1, 2, 3, 7])
      assert.ok(
        Object.values(said(dealt(of).map((sent, index) => entry(index, sent)))).every(({ length }) => length === 0),
      );
  });

  it('names whoever left out so much as one arrival, whichever it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.nat(99), (of, lost) => {
        const entries = dealt(of).map((sent, index) =>
          entry(
            index,
            sent.filter((arrival) => arrival !== lost),
          ),
        );
        const own = dealt(of)[lost % of]?.length;
        for (const [agent, wrong] of auditLedger(job, entries))
          assert.deepEqual(
            wrong,
            agent === `a${(lost % of) + 1}` ? [`did not send 1 of its ${own} arrivals, and does not say why`] : [],
          );
      }),
    );
  });

  it('names whoever sent what another one sent too', () => {
    const [first = [], second = []] = dealt(2);
    assert.deepEqual(said([entry(0, first), entry(1, [...second, 42])]), {
      a1: [],
      a2: [
        'sent 1 arrivals that were not its own, such as number 42',
        'sent 1 arrivals that a1 sent too, such as number 42',
      ],
    });
  });

  it('takes what an agent says that it dropped for an answer', () => {
    const [first = [], second = []] = dealt(2);
    assert.deepEqual(said([entry(0, first.slice(0, -3), 3), entry(1, second)]), { a1: [], a2: [] });
  });

  it('knows what is beyond the schedule', () => {
    assert.deepEqual(said([entry(0, [...(dealt(1)[0] ?? []), 100, 101])]), {
      a1: ['sent 2 arrivals that are not in the schedule'],
    });
  });
});
