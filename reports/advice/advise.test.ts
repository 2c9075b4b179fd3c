import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { conclusions } from '../analysis/questions.ts';
import { decisionResults } from '../results/fixtures/decision.ts';
import { emptyResults, failedResults, fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { adviceText } from './advice-text.ts';
import { type Advice, advise, constraints } from './advise.ts';
import { decisionRecord } from './record.ts';
import { type Requirements, readRequirements } from './requirements.ts';
import { situations } from './situations.ts';

const seconds = 1_000;
const minutes = 60_000;
const hours = 60 * minutes;

/** Scheme by scheme, in one letter: Recommended, Possible, Undecided, Eliminated. */
function statuses({ schemes }: Advice): string {
  const letters = { recommended: 'R', possible: 'P', undecided: 'U', 'ruled-out': 'E' } as const;
  return schemes.map(({ status }) => letters[status]).join('');
}

function assessment(advice: Advice, scheme: string, constraint: string) {
  const found = advice.schemes
    .find((one) => one.scheme === scheme)
    ?.assessments.find((one) => one.constraint === constraint);
  assert.ok(found, `${scheme} has no assessment on ${constraint}`);
  return found;
}

function ask(requirements: Requirements, results: Results = decisionResults): Advice {
  return advise(requirements, results);
}

describe('the eight worked situations', () => {
  const expected = ['REE', 'REE', 'PER', 'PRE', 'EER', 'REE', 'EER', 'EEE'];
  for (const [index, { title, requirements }] of situations.entries()) {
    it(`are answered from the run: ${title}`, () => {
      assert.equal(statuses(ask(requirements)), expected[index]);
    });
  }

  it('rest on evidence that exists, wherever they eliminate', () => {
    const known = new Set(decisionResults.evidence.map(({ id }) => id));
    for (const { requirements } of situations)
      for (const { assessments } of ask(requirements).schemes)
        for (const { state, evidence } of assessments.filter(({ state }) => state === 'breaks'))
          assert.ok(evidence.length > 0 && evidence.some((id) => known.has(id)), `${state}: ${evidence}`);
  });
});

describe('each constraint flips where its evidence says', () => {
  const flips: readonly (readonly [name: string, before: Requirements, after: Requirements, string, string])[] = [
    [
      'revocation, at the lifetime of the access tokens',
      { revocationMs: 299_999 },
      { revocationMs: 300_000 },
      'REE',
      'RER',
    ],
    ['revocation, at the longer lifetime', { revocationMs: 899_999 }, { revocationMs: 900_000 }, 'RER', 'RRR'],
    ['logout everywhere', {}, { logoutEverywhere: true }, 'RRR', 'RER'],
    ['a store, on several instances', { instances: 2 }, { instances: 2, storeAllowed: false }, 'RRR', 'ERE'],
    [
      'a store, on one instance',
      { instances: 2, storeAllowed: false },
      { instances: 1, storeAllowed: false },
      'ERE',
      'RRR',
    ],
    ['an outage, at the lifetime', { storeOutageMs: 299_999 }, { storeOutageMs: 300_000 }, 'ERR', 'ERE'],
    ['pages of the server', { clients: ['spa'] }, { clients: ['browser'] }, 'RRR', 'REE'],
    ['verifiers elsewhere', {}, { thirdPartyVerification: true }, 'RRR', 'ERR'],
    ['the length of a sign-in', { sessionLengthMs: 900_000 }, { sessionLengthMs: 900_001 }, 'RRR', 'RER'],
    ['a limit for headers', { headerLimitBytes: 317 }, { headerLimitBytes: 316 }, 'RRR', 'REE'],
  ];
  for (const [name, before, after, was, is] of flips) {
    it(name, () => {
      // sticky routing would do without a store; it has a test of its own
      const results = { ...decisionResults, scaling: decisionResults.scaling.filter(({ mode }) => mode !== 'sticky') };
      assert.deepEqual([statuses(ask(before, results)), statuses(ask(after, results))], [was, is]);
    });
  }

  it('a single instance keeps its users in its own memory, and says so', () => {
    const { needs, because } = assessment(ask({ instances: 1, storeAllowed: false }), 'session', 'state');
    assert.equal(needs, 'the memory of each instance');
    assert.match(because, /0 of 2,400 requests and renewals were refused at up to 1 instances/);
  });

  it('sticky routing does without a store, at a price that was measured', () => {
    const { state, needs, evidence } = assessment(ask({ instances: 2, storeAllowed: false }), 'session', 'state');
    assert.equal(state, 'meets');
    assert.match(needs ?? '', /^sticky routing, and accepting .* \(51 of 100 users\)$/);
    assert.ok(evidence.includes('scaling-session-sticky-2-instance-dies'));
  });

  it('more instances than were tried is said, and not taken for granted', () => {
    assert.match(assessment(ask({ instances: 6 }), 'session', 'state').because, /more than 4 were not measured/);
    assert.doesNotMatch(assessment(ask({ instances: 4 }), 'session', 'state').because, /not measured/);
  });

  it('an attack that succeeds outweighs every requirement', () => {
    const advice = ask({}, { ...decisionResults, attacks: failedResults.attacks });
    assert.equal(statuses(advice), 'EER');
    assert.deepEqual(assessment(advice, 'session', 'soundness').evidence, ['attack-replay-after-logout-session']);
  });

  it('takes off a lifetime what verifiers forgive of clocks, and asks for none where nothing would be left', () => {
    const schemes = decisionResults.schemes.map((one) => ({
      ...one,
      configured: { ...one.configured, toleranceMs: 1_000 },
    }));
    const flip = (revocationMs: number) => ask({ revocationMs }, { ...decisionResults, schemes }).schemes[2]?.flips[0];
    assert.match(flip(5 * seconds) ?? '', /^access tokens live at most 4 s, /);
    assert.match(flip(1 * seconds) ?? '', /^a window of /);
  });

  it('says what would bring a scheme back', () => {
    const { schemes } = ask({ revocationMs: 5 * seconds });
    assert.deepEqual(
      schemes.map(({ flips }) => flips),
      [
        [],
        ['a window of 15 min is acceptable'],
        ['access tokens live at most 5 s, each active client renewing as often, or a window of 5 min is acceptable'],
      ],
    );
  });

  it('needs no scheme by its name', () => {
    const renamed = JSON.parse(
      JSON.stringify(decisionResults)
        .replaceAll('"jwt-refresh"', '"third"')
        .replaceAll('"session"', '"first"')
        .replaceAll('"jwt"', '"second"'),
    ) as Results;
    for (const { requirements } of situations)
      assert.equal(statuses(ask(requirements, renamed)), statuses(ask(requirements)));
  });
});

describe('what a run could not decide', () => {
  it('is shown, and neither eliminates nor recommends', () => {
    const advice = ask({ headerLimitBytes: 4_096 }, fullResults);
    assert.equal(statuses(advice), 'UUU');
    assert.equal(assessment(advice, 'jwt', 'header-limit').because, 'wire-cost was not measured');
  });

  it('is left open by one attack without a verdict among those that had one', () => {
    const attacks = decisionResults.attacks.map((attack) =>
      attack.id === 'concurrent-sessions' && attack.scheme === 'session'
        ? { ...attack, outcome: 'inconclusive' as const, asExpected: null }
        : attack,
    );
    assert.equal(statuses(ask({ revocationMs: 5 * seconds }, { ...decisionResults, attacks })), 'UEE');
  });

  it('breaks no tie: an inconclusive comparison leaves both', () => {
    const advice = ask({ sessionLengthMs: 8 * hours, prefer: ['latency'] });
    assert.equal(statuses(advice), 'RER');
    assert.match(
      advice.preferences[0]?.because ?? '',
      /jwt-refresh against session is inconclusive, which decides nothing/,
    );
  });

  it('gives way to a verdict: cost decides where it was measured, and is not asked where one is left', () => {
    const advice = ask({ sessionLengthMs: 8 * hours, prefer: ['cost', 'latency'] });
    assert.equal(statuses(advice), 'PER');
    assert.deepEqual(
      advice.preferences.map(({ goal, left }) => [goal, left]),
      [['cost', ['jwt-refresh']]],
    );
    assert.match(
      advice.preferences[0]?.because ?? '',
      /0\.638 times the CPU time per request of session, 32 % to 40 % cheaper/,
    );
  });

  it('leaves nobody out for a difference that is too little to decide an architecture', () => {
    const results = { ...decisionResults, decisionMargin: 0.45 };
    const advice = ask({ sessionLengthMs: 8 * hours, prefer: ['cost'] }, results);
    assert.equal(statuses(advice), 'RER');
    const [cost] = advice.preferences;
    assert.equal(cost?.isWithin, true);
    assert.equal(
      cost?.because,
      'the CPU time per request of jwt-refresh against session is better, which decides nothing: ' +
        '32 % to 40 % cheaper: no reason to choose by cost',
    );
  });

  it('says of a winner whether it matters, by the margin of the reader', () => {
    const because = (decisionMargin?: number) =>
      ask(
        { sessionLengthMs: 8 * hours, prefer: ['capacity'] },
        { ...decisionResults, ...(decisionMargin !== undefined && { decisionMargin }) },
      ).preferences[0]?.because;
    const winner =
      'jwt-refresh carries 1.54 times the throughput at saturation of session, 43 % to 66 % more requests/s';
    assert.equal(because(), `${winner}: enough to choose by throughput`);
    assert.equal(because(0.5), `${winner}, which may or may not reach the 50 % that would decide`);
  });

  it('is everything in an empty run, which recommends nothing', () => {
    assert.deepEqual(ask({ revocationMs: 5 * seconds }, emptyResults).schemes, []);
  });
});

describe('advice for a terminal', () => {
  const said = (requirements: Requirements) =>
    adviceText(ask(requirements), conclusions(decisionResults)).replace(/\n\s*/g, ' ');

  it('says in one sentence which questions about load have an answer', () => {
    assert.match(
      said({}),
      /Performance, whatever was asked - Authenticated read on Node 20\.20\.2: two of three questions/,
    );
  });

  it('offers to prefer something only to those who did not', () => {
    assert.match(said({}), /nothing that was asked tells them apart\. --prefer cost, latency or capacity may\./);
    assert.doesNotMatch(said({ sessionLengthMs: 8 * hours, prefer: ['latency'] }), /--prefer/);
  });
});

describe('requirements', () => {
  it('are read from text', () => {
    const text = {
      revocationMs: '5s',
      instances: '6',
      storeAllowed: 'no',
      clients: 'spa, mobile',
      headerLimitBytes: '8KiB',
      prefer: 'cost',
    };
    assert.deepEqual(readRequirements(text).requirements, {
      revocationMs: 5_000,
      instances: 6,
      storeAllowed: false,
      clients: ['spa', 'mobile'],
      headerLimitBytes: 8_192,
      prefer: ['cost'],
    });
  });

  it('that cannot be read are all named at once', () => {
    const { problems } = readRequirements({ revocationMs: 'soon', instances: '0', clients: 'toaster' });
    assert.deepEqual(problems, [
      { name: 'revocationMs', message: "'soon' is no time, such as 5s, 15m or 8h" },
      { name: 'instances', message: "'0' is no count of 1 or more" },
      { name: 'clients', message: "'toaster' is none of browser, spa, native, service, mobile" },
    ]);
  });
});

describe('the decision record', () => {
  const requirements: Requirements = {
    clients: ['spa'],
    instances: 6,
    revocationMs: 5 * seconds,
    sessionLengthMs: 8 * hours,
  };
  const text = decisionRecord(ask(requirements), decisionResults, conclusions(decisionResults));

  it('says what was asked, what was chosen, what it needs and why not the others', () => {
    for (const part of [
      /^# How users stay signed in: session$/m,
      /^- An ended sign-in is refused within 5 s\.$/m,
      /^We stay signed in with \*\*session\*\*\.$/m,
      /^- A store that all instances share\. \(`scaling-session-shared-2-none`/m,
      /^### jwt: ruled out$/m,
      /^- It comes back if a window of 15 min is acceptable, and if users may log in again every 15 min, or tokens live 8 h, and stolen ones as long\.$/m,
      /run `20261123T130502Z-1a2b3c4` \(quick\)/,
    ])
      assert.match(text, part);
  });

  it('says what load came to, whatever was asked', () => {
    assert.match(
      text,
      /^What performance came to:\n\n- Authenticated read on Node 20\.20\.2: two of three questions have an answer, .*\n- Throughput at saturation, against session: jwt 46 % to 67 % more requests\/s/m,
    );
    assert.doesNotMatch(decisionRecord(ask(requirements), decisionResults, []), /What performance came to/);
  });

  it('says how far that was tried, and what the run cannot tell', () => {
    const limited = { ...decisionResults, limits: ['Servers, store and generator share 2 cores.'] };
    const record = decisionRecord(ask({ instances: 6 }), limited, []);
    assert.match(record, /more than \d were not measured/);
    assert.match(
      record,
      /^## What this rests on\n\nWhat run .* cannot tell:\n\n- Servers, store and generator share 2 cores\.$/m,
    );
  });

  it('chooses nothing where nothing is left', () => {
    const none = decisionRecord(ask(situations.at(-1)?.requirements ?? {}), decisionResults, []);
    assert.match(none, /No scheme is shown to meet all of it\./);
  });
});

describe('the rules', () => {
  it('have one name each, and say what they rule out', () => {
    assert.equal(new Set(constraints.map(({ id }) => id)).size, constraints.length);
    for (const { rule } of constraints) assert.match(rule, /^Ruled out where .*\.$/);
  });
});
