import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { adviceText } from '../advice/advice-text.ts';
import { advise } from '../advice/advise.ts';
import { decisionRecord } from '../advice/record.ts';
import type { Requirements } from '../advice/requirements.ts';
import { capacityResults } from '../results/fixtures/capacity.ts';
import { demandsOf } from './demands.ts';
import { sizeOf } from './size.ts';

const sizes = (requirements: Requirements) => sizeOf(requirements, demandsOf(capacityResults));

describe('what a load takes, beside advice', () => {
  it('is a plan where users and rate are asked, with the session length that was asked', () => {
    const said = sizes({ users: 28_800, ratePerSecond: 1_000, sessionLengthMs: 4 * 3_600_000 });
    assert.match(said[0] ?? '', /^Planned for 28,800 users signed in for 4 h each, 1,000 requests\/s \(90\.2 % reads/);
    // 0.998 × 100 + 0.002 × 300,000 µs, a thousand a second, at 0.6
    assert.match(said[1] ?? '', /^session: servers, one core each 2; store cores 1; store memory 17\.3 MB; /);
    assert.match(said.at(-1) ?? '', /authbench plan --users N/);
  });

  it('is what instances carry where only those are asked, and nothing where nothing of it is', () => {
    assert.deepEqual(sizes({ instances: 4 }), [
      '4 instances of one core each, used to 60 %, would answer this many reads a second: 24,000 with session, 19,200 with jwt and 19,200 with jwt-refresh, extrapolated from one core.',
    ]);
    assert.deepEqual(sizes({ revocationMs: 1_000 }), []);
  });

  it('leads to the plan where cost is what matters', () => {
    assert.match(sizes({ prefer: ['cost'] }).join(), /authbench plan/);
  });

  it('says why there is none', () => {
    assert.match(sizes({ users: 1_000_000, ratePerSecond: 10 })[0] ?? '', /^No plan: --rate '10' is less than/);
  });

  it('stands in the advice and in the decision record', () => {
    const requirements = { users: 28_800, ratePerSecond: 1_000 };
    const advice = advise(requirements, capacityResults);
    const size = sizes(requirements);
    assert.match(adviceText(advice, [], size), /\nWhat it takes\n {2}- Planned for 28,800 users/);
    assert.match(decisionRecord(advice, capacityResults, [], size), /\nWhat it takes:\n\n- Planned for 28,800 users/);
    assert.doesNotMatch(decisionRecord(advice, capacityResults, []), /What it takes/);
  });
});
