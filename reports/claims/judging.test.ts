import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { armOf } from '../results/fixtures/arm.ts';
import { emptyResults } from '../results/fixtures/results.ts';
import type { Claim } from '../results/report.ts';
import type { Results } from '../results/results.ts';
import { tested } from '../results/tested-ms.ts';
import expirationJwt from './expiration.jwt.ts';
import anyInstance from './jwt.any-instance.ts';
import distributed from './jwt.distributed.ts';
import restMicroservices from './jwt.rest-microservices.ts';
import scalable from './jwt.scalable.ts';
import stateless from './jwt.stateless-backend.ts';
import noFrequentLogin from './refresh.no-frequent-login.ts';
import shortAndLong from './refresh.short-and-long.ts';
import silentRenewal from './refresh.silent-renewal.ts';
import scalingRefresh from './scaling.jwt-refresh.ts';
import scalingSession from './scaling.session.ts';
import lessExposure from './session.less-exposure.ts';
import stateSession from './state.session.ts';
import storageSession from './storage.session.ts';
import useWhenJwt from './use-when.jwt.ts';
import useWhenRefresh from './use-when.jwt-refresh.ts';
import useWhenSession from './use-when.session.ts';

type Attack = Results['attacks'][number];
type Square = Results['scaling'][number];

describe('a claim is judged by what was measured', () => {
  it('state.session: kept where the store is asked and holds something', () => {
    const of = (read: number, keys: number) =>
      state(stateSession, {
        samples: [
          ...figures('session', 'store-use', { 'commands.read': read, 'commands.login': 5, 'commands.logout': 3 }),
          ...figures('session', 'memory-per-user', { 'keys.per-user': keys, 'bytes.per-user': 204 }),
        ],
      });
    assert.deepEqual([of(1, 2), of(0, 2), of(1, 0)], ['confirmed', 'refuted', 'refuted']);
  });

  it('state.session: tells what the largest number of users took that was measured, where one was', () => {
    const measured = (figuresOfMany: Readonly<Record<string, number>>) =>
      judged(stateSession, {
        samples: [
          ...figures('session', 'store-use', { 'commands.read': 1, 'commands.login': 5, 'commands.logout': 3 }),
          ...figures('session', 'memory-per-user', { 'keys.per-user': 2, 'bytes.per-user': 204, ...figuresOfMany }),
        ],
      }).measured;
    const without =
      'The store holds 2 keys with 204 bytes for each signed-in user, and is asked 1 time per request, 5 times per login and 3 per logout';
    assert.equal(measured({}), `${without}.`);
    assert.equal(
      measured({ 'memory.per-user-at-100000': 586, 'memory.per-user-at-100': 580 }),
      `${without}; 100,000 of them take 55.9 MiB of its memory, 586 bytes each.`,
    );
  });

  it('jwt.scalable: multiplies by the users what the store told of each, as state.session does, and not the bytes of a payload', () => {
    const ofSession = figures('session', 'memory-per-user', {
      ...{ 'keys.per-user': 2, 'bytes.per-user': 207, 'memory.per-user-at-100000': 595 },
    });
    const { measured } = judged(scalable, {
      scaling: [square('jwt', 'none', 4, {}), square('session', 'shared', 4, {})],
      samples: [
        ...ofSession,
        ...figures('jwt', 'store-use', { 'commands.read': 0 }),
        ...figures('jwt', 'memory-per-user', { 'bytes.per-user': 0 }),
      ],
    });
    assert.match(measured, /session takes 595 of the store’s memory: .* 595 MB at 1,000,000 users\./);
    assert.doesNotMatch(measured, /207/);
    const kept = figures('session', 'store-use', { 'commands.read': 1, 'commands.login': 5, 'commands.logout': 3 });
    assert.match(judged(stateSession, { samples: [...ofSession, ...kept] }).measured, /, 595 bytes each\.$/);
  });

  it('state.session: tells how many that ended the store still names, where somebody looked', () => {
    const ways = ['logout', 'logout-all', 'password-change', 'silence', 'age', 'disabling'];
    const named = (silence: number) =>
      judged(stateSession, {
        samples: [
          ...figures('session', 'store-use', { 'commands.read': 1, 'commands.login': 5, 'commands.logout': 3 }),
          ...figures('session', 'memory-per-user', { 'keys.per-user': 2, 'bytes.per-user': 204 }),
          ...figures('session', 'ended-sign-ins', {
            ...Object.fromEntries(ways.map((way) => [`names.after-${way}`, 0])),
            'names.after-silence': silence,
          }),
        ],
      }).measured;
    assert.match(named(0), /per logout; it names none that ended, whichever way\.$/);
    assert.match(named(5), /per logout; of five that ended it still names up to 5\.$/);
  });

  it('storage.session: safe from a copy of the store only where that attack was blocked', () => {
    const of = (readable: number, outcome: Attack['outcome']) =>
      state(storageSession, {
        samples: figures('session', 'what-is-readable', { 'claims.readable': readable }),
        attacks: [attack('store-dump-replay', 'session', outcome)],
      });
    assert.deepEqual(
      [of(0, 'blocked'), of(0, 'succeeded'), of(3, 'blocked'), of(0, 'inconclusive'), of(0, 'not-run')],
      ['confirmed', 'conditional', 'refuted', 'inconclusive', 'not-run'],
    );
  });

  it('scaling.session: refusals follow where sessions are kept', () => {
    const of = (alone: number, shared: number) =>
      judged(scalingSession, {
        scaling: [
          square('session', 'own-memory', 2, { refused: alone }),
          square('session', 'sticky', 2),
          square('session', 'shared', 2, { refused: shared }),
          square('session', 'sticky', 2, { scenario: 'instance-dies', event: 'instance-dies', lostUsers: 12 }),
        ],
      });
    assert.deepEqual([of(50, 0).state, of(50, 1).state, of(0, 0).state], ['confirmed', 'refuted', 'refuted']);
    assert.equal(
      of(50, 0).measured,
      'Of the requests of signed-in users, memory of their own made instances refuse 50 % at 2 instances; sticky routing or a shared store, none. When an instance died, sticky routing lost 12 of 24 users.',
    );
  });

  it('scaling.jwt-refresh: secure means one successor, and renewals need what instances share', () => {
    assert.deepEqual(
      [scales({}), scales({ lost: 0 }), scales({ spend: 'succeeded' }), scales({ spend: 'not-run' })].map((results) =>
        state(scalingRefresh, results),
      ),
      ['conditional', 'confirmed', 'refuted', 'not-run'],
    );
    assert.equal(judged(scalingRefresh, scales({})).condition, 'only with a shared store for the refresh tokens');
  });

  it('expiration.jwt: fixed unless an event cut a token short, or use stretched it', () => {
    const told = (demotion: Attack['outcome'], endMs: number) =>
      judged(expirationJwt, {
        samples: shortened('jwt', 'lifetimes', { 'end.in-use': endMs, 'configured.in-use': 2_000 }),
        attacks: events.map((id, i) => attack(id, 'jwt', i === 3 ? demotion : 'window')),
      });
    const of = (...how: Parameters<typeof told>) => told(...how).state;
    assert.deepEqual(
      [of('window', 1_900), of('blocked', 1_900), of('window', 2_100), of('inconclusive', 1_900)],
      ['confirmed', 'refuted', 'refuted', 'inconclusive'],
    );
    assert.match(told('window', 1_900).measured, /; use did not prolong it\.$/);
    assert.match(told('window', 2_100).measured, /; use prolonged it\.$/);
    assert.equal(told('blocked', 1_900).because, 'the server ended it before its time');
  });

  it('jwt.rest-microservices: says who accepted the token, and what it saved where it saved it', () => {
    const of = (hops: number, commands = 0) =>
      judged(restMicroservices, {
        samples: [
          ...figures('jwt', 'service-chain', {
            ...{ 'commands.per-chain': commands, 'bytes.credential-per-chain': 900, 'hops.accepted': hops },
          }),
          ...figures('session', 'service-chain', { 'commands.per-chain': 3, 'bytes.credential-per-chain': 300 }),
          ...figures('jwt', 'second-verifier', { 'reads.accepted': 1 }),
        ],
      });
    assert.deepEqual([of(1).state, of(0.5).state, of(1, 3).state], ['confirmed', 'refuted', 'refuted']);
    assert.match(of(1).measured, /; all hops accepted it, also with the issuer dead\.$/);
    assert.equal(of(1).because, 'it trades 3 visits to a common store for 600 bytes');
    assert.match(of(0.5).measured, /; not all hops accepted it, or not with the issuer dead\.$/);
    for (const refuted of [of(0.5), of(1, 3)])
      assert.equal(refuted.because, 'not every service could check the token by itself');
  });

  it('use-when.jwt: says whether a client without a cookie jar worked', () => {
    const of = (withoutJar: number) =>
      judged(useWhenJwt, {
        scaling: [square('jwt', 'none', 2)],
        samples: [
          ...figures('jwt', 'second-verifier', { 'reads.accepted': 1 }),
          ...figures('jwt', 'non-browser-client', { 'reads.with-bodies-only': withoutJar }),
          ...figures('jwt', 'wire-cost', { 'bytes.credential-per-request': 300 }),
          ...figures('session', 'wire-cost', { 'bytes.credential-per-request': 100 }),
          ...shortened('jwt', 'lifetimes', { 'end.in-use': 1_900, 'configured.in-use': 2_000 }),
        ],
        attacks: events.map((id) => attack(id, 'jwt', 'window')),
      });
    assert.match(of(1).measured, /, a client without a cookie jar worked, /);
    assert.deepEqual([of(1).state, of(0).state], ['conditional', 'refuted']);
    assert.match(of(0).measured, /, a client without a cookie jar did not work, /);
  });

  it('use-when.session: says whether links and forms worked, and what is left for code to do', () => {
    const of = (posted: number, duties: number) =>
      judged(useWhenSession, {
        samples: [
          ...figures('session', 'simple-pages', { 'links.followed': 1, 'forms.posted': posted }),
          ...figures('session', 'client-steps', { 'duties.of-code': duties }),
        ],
      });
    assert.deepEqual([of(1, 0).state, of(0, 0).state, of(1, 2).state], ['confirmed', 'refuted', 'refuted']);
    assert.match(of(1, 0).measured, /^Links and forms worked without a script/);
    assert.match(of(0, 0).measured, /^Links and forms did not all work without a script/);
    assert.equal(of(1, 2).because, 'a browser does not do all that this cookie asks of a client');
  });

  it('refresh.short-and-long: is left open where a lifetime came to 0', () => {
    const of = (access: number, first: number) =>
      judged(shortAndLong, {
        samples: [
          ...renewed({}),
          ...figures('jwt-refresh', 'what-is-readable', { 'lifetime.access': access, 'lifetime.cookie': 2_592_000 }),
          ...shortened('jwt-refresh', 'lifetimes', { 'end.family': 2_900, 'end.in-use': first }),
        ],
      });
    assert.deepEqual(
      [of(300, 290), of(0, 290), of(300, 0)].map((one) => one.state),
      ['confirmed', 'inconclusive', 'inconclusive'],
    );
    assert.match(of(300, 290).measured, /: 8,640 access lifetimes without a login\. .* its first token 10 times\. /);
  });

  it('refresh.silent-renewal: neither a login nor a failed request', () => {
    assert.deepEqual(
      [renewed({}), renewed({ 'logins.forced': 1 }), renewed({ 'requests.failed': 1 })].map((samples) =>
        state(silentRenewal, { samples }),
      ),
      ['confirmed', 'refuted', 'refuted'],
    );
  });

  it('refresh.no-frequent-login: silent as its premise is, and only with a grace window', () => {
    const of = (outcome: Attack['outcome'], samples = renewed({})) =>
      judged(noFrequentLogin, {
        samples,
        attacks: [
          attack('refresh-benign-race', 'jwt-refresh', outcome),
          attack('refresh-lost-response', 'jwt-refresh', 'blocked'),
        ],
      });
    assert.deepEqual(
      [of('blocked').state, of('succeeded').state, of('blocked', renewed({ 'logins.forced': 1 })).state],
      ['conditional', 'refuted', 'refuted'],
    );
    assert.match(of('blocked', []).because, /^it rests on refresh.silent-renewal: silent-renewal was not run/);
  });

  it('jwt.any-instance: the condition is what a shared secret lets its holders do', () => {
    const of = (forged: number, refused = 0) =>
      state(anyInstance, {
        scaling: [square('jwt', 'none', 2, { refused })],
        samples: [
          ...figures('jwt', 'shared-secret-forges', { 'forged.accepted': forged, 'forged.tried': 1 }),
          ...figures('jwt', 'public-key-forges', { 'forged.accepted': 0, 'forged.tried': 4, 'verified.offline': 1 }),
        ],
      });
    assert.deepEqual([of(1), of(0), of(1, 1)], ['conditional', 'confirmed', 'refuted']);
  });

  it('jwt.distributed: tells what a service knows that fetches its keys, where that was measured', () => {
    const told = (...further: Results['samples']) =>
      judged(distributed, {
        samples: [
          ...figures('session', 'second-verifier', { 'commands.per-read': 1 }),
          ...figures('jwt', 'second-verifier', { 'reads.accepted': 1, 'reads.tried': 20, 'commands.per-read': 0 }),
          ...figures('jwt', 'public-key-forges', { 'verified.offline': 1 }),
          ...further,
        ],
      });
    const fetched = figures('jwt', 'fetched-key-set', { 'reads.accepted': 1, 'fetches.for-reads': 1 });
    const refused = figures('jwt', 'fetched-key-set', { 'rotation.refused': 1_900 });
    const configured = refused.map((one) => ({ ...one, configured: 30_000 }));
    assert.equal(told().state, 'confirmed');
    assert.doesNotMatch(told().measured, /fetch/);
    assert.match(
      told(...fetched, ...configured).measured,
      / One that fetches the key set fetched it once and accepted 100 %; a key that replaces another unannounced is unknown there for up to 30 s\.$/,
    );
  });

  it('jwt.stateless-backend: works without a store, and cannot put anybody out', () => {
    const of = (served: number, outcome: Attack['outcome']) =>
      state(stateless, {
        samples: [
          ...figures('jwt', 'store-stopped', { 'reads.served': served, 'logins.served': 1 }),
          ...figures('session', 'store-stopped', { 'reads.served': 0 }),
          ...figures('jwt', 'store-use', { 'commands.read': 0 }),
        ],
        attacks: ['replay-after-logout', 'disable-user-latency'].map((id) => attack(id, 'jwt', outcome)),
      });
    assert.deepEqual([of(1, 'window'), of(1, 'blocked'), of(0.4, 'window')], ['conditional', 'confirmed', 'refuted']);
  });

  it('session.less-exposure: not a byte about the user', () => {
    const of = (bytes: number) =>
      state(lessExposure, {
        samples: [
          ...figures('session', 'what-is-readable', { 'bytes.user-data-per-request': bytes }),
          ...figures('jwt', 'what-is-readable', { 'bytes.user-data-per-request': 29 }),
        ],
      });
    assert.deepEqual([of(0), of(1)], ['confirmed', 'refuted']);
  });

  it('use-when.jwt-refresh: advice says no more than its premises', () => {
    const premises = (outcome: Attack['outcome']): Partial<Results> => {
      const { attacks = [], samples = [], ...rest } = scales({});
      return {
        ...rest,
        samples: [
          ...samples,
          ...figures('jwt-refresh', 'wire-cost', { 'bytes.credential-per-request': 354 }),
          ...shortened('jwt-refresh', 'lifetimes', { 'end.family': 2_900, 'configured.family': 3_000 }),
          ...figures('jwt-refresh', 'what-is-readable', { 'lifetime.access': 300 }),
        ],
        attacks: [
          ...attacks,
          ...['replay-after-logout', 'disable-user-latency'].map((id) => attack(id, 'jwt-refresh', 'window')),
          attack('refresh-reuse', 'jwt-refresh', outcome),
        ],
      };
    };
    assert.equal(state(useWhenRefresh, premises('succeeded')), 'refuted');
    assert.equal(state(useWhenRefresh, premises('inconclusive')), 'inconclusive');
    const { state: advice, condition } = judged(useWhenRefresh, premises('blocked'));
    assert.equal(advice, 'conditional');
    assert.equal(
      condition,
      'only with a shared store for the refresh tokens; up to one access lifetime is left after any end, 5 min as configured',
    );
  });
});

/** After which a token may go on. */
const events = ['replay-after-logout', 'disable-user-latency', 'replay-after-password-change', 'role-demotion-latency'];

function judged(claim: Claim, results: Partial<Results>) {
  return claim.judge({ ...emptyResults, ...results });
}

function state(claim: Claim, results: Partial<Results>) {
  return judged(claim, results).state;
}

function figures(scheme: string, scenario: string, values: Readonly<Record<string, number>>): Results['samples'] {
  return Object.entries(values).map(([metric, value]) => ({
    ...{ scenario, scheme, metric, value, unit: 'count' },
    ...{ arm: armOf('lifecycle', scheme), round: 1, valid: true },
  }));
}

/** With lifetimes a thousandth of those that are configured. */
function shortened(...of: Parameters<typeof figures>): Results['samples'] {
  return figures(...of).map((sample) => ({ ...sample, configured: 1_000 * sample.value }));
}

function renewed(change: Readonly<Record<string, number>>): Results['samples'] {
  const good = {
    'lifetimes.spanned': 2,
    'logins.forced': 0,
    'requests.failed': 0,
    'requests.made': 40,
    'renewals.silent': 2,
    'latency.added-by-renewal': 4,
  };
  return [
    ...figures('jwt-refresh', 'silent-renewal', { ...good, ...change }),
    ...figures('jwt', 'silent-renewal', { 'logins.forced': 2 }),
  ];
}

function scales({ lost = 48, spend = 'blocked' }: { lost?: number; spend?: Attack['outcome'] }): Partial<Results> {
  return {
    scaling: [
      square('jwt-refresh', 'own-memory', 2, { renewals: 96, renewalsRefused: lost }),
      square('jwt-refresh', 'shared', 2, { renewals: 96 }),
    ],
    attacks: [attack('refresh-double-spend', 'jwt-refresh', spend)],
    samples: [
      ...figures('jwt-refresh', 'store-use', { 'commands.read': 0 }),
      ...figures('session', 'store-use', { 'commands.read': 1 }),
    ],
  };
}

function square(scheme: string, mode: Square['mode'], instances: number, change: Partial<Square> = {}): Square {
  const nothing = { failed: 0, refused: 0, lostUsers: 0, wronglyAccepted: 0, renewals: 0, renewalsRefused: 0 };
  return {
    ...{ scheme, mode, instances, scenario: 'undisturbed', event: 'none' as const },
    ...{ requests: 100, users: 24, valid: true, evidence: '' },
    ...nothing,
    ...change,
  };
}

function attack(id: string, scheme: string, outcome: Attack['outcome']): Attack {
  return {
    ...{ id, scheme, outcome, title: id, goal: '', precondition: 'copy', severity: 'high' as const },
    ...{
      expected: 'blocked' as const,
      asExpected: null,
      because: `${id} ended so`,
      windowMs: tested(1_900),
      declaredMs: tested(2_000),
      configuredMs: 301_000,
    },
    ...{ steps: [], references: [], facts: {}, source: { file: '', line: 1 }, evidence: '' },
    control: { id: 'broken', outcome: 'succeeded', beaten: true, because: 'it fell' },
  };
}
