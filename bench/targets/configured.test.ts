import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { windowOf, windowText } from '../../reports/analysis/window.ts';
import attack from '../../scenarios/attacks/revocation/replay-after-logout.ts';
import { tokenEnd } from '../../scenarios/kit/windows/bound.ts';
import storeUse from '../../scenarios/lifecycle/store-use.ts';
import jwtScheme from '../../servers/schemes/jwt.ts';
import jwtRefreshScheme from '../../servers/schemes/jwt-refresh.ts';
import { Settings } from '../../servers/settings.ts';
import type { Weakness } from '../../servers/weakness.ts';
import weakness from '../../servers/weaknesses/token/access-token-outlives-all.ts';
import { judgeCell, type Tried } from '../attacks/attack.ts';
import { TargetDescription } from './external/description.ts';
import { readTarget } from './external/external-target.ts';
import { benchSettings } from './own/bench-settings.ts';
import { ownTarget } from './own/own-target.ts';
import type { Target } from './target.ts';

const jwt = ownTarget(jwtScheme);
const jwtRefresh = ownTarget(jwtRefreshScheme);

/** An external target, whose tokens live 3 s while it is run. */
function target(change: object): Target {
  const described = readTarget(
    TargetDescription.parse({
      name: 'my-app',
      origin: 'http://127.0.0.1:3000',
      users: { a: { username: 'a', password: 'b' }, b: { username: 'b', password: 'c' } },
      credentials: { access: { role: 'access', from: 'json:token', in: { header: 'authorization' } } },
      login: { path: '/login' },
      logout: { path: '/logout' },
      call: { path: '/me', subject: 'id' },
      ttlMs: { access: 3_000 },
      ...change,
    }),
    {},
  );
  return { ...described, traits: { ...jwt.traits, store: 'every-request' } };
}

/** What is said of a copy that worked for 2.74 s of the 3 s that its token had in the test. */
function said(scheme: Target): string | undefined {
  const tried = (weakened?: Weakness) => ({
    cell: { attack, scheme },
    on: scheme,
    weakness: weakened,
    storeAway: 0,
    evidence: { id: 'e', facts: {} },
    judgement: weakened
      ? { outcome: 'succeeded', because: 'it fell' }
      : { outcome: 'window', because: 'so it was', windowMs: 2_740, declaredMs: 3_000, bound: tokenEnd },
  });
  const cell = { attack, scheme } as unknown as Tried['cell'];
  const [result] = judgeCell(cell, [tried(), tried(weakness)] as unknown as Tried[]).part.attacks ?? [];
  const window = result && windowOf(result);
  return window && windowText(window);
}

describe('a window that was tested', () => {
  it('is as long as the scheme is configured by itself', () => {
    assert.deepEqual([jwt, jwtRefresh].map(said), [
      'up to 15 min 1 s (tested: 2.74 s of 3 s)',
      'up to 5 min 1 s (tested: 2.74 s of 3 s)',
    ]);
  });

  it('is as long as a target says that its tokens live, with the leeway that it says', () => {
    const command = ['node', 'server.js'];
    assert.deepEqual(
      [{}, { expect: { leewayMs: 5_000 } }, { start: { command } }].map((change) => said(target(change))),
      ['up to 3 s (tested: 2.74 s of 3 s)', 'up to 8 s (tested: 2.74 s of 3 s)', 'up to 3 s (tested: 2.74 s of 3 s)'],
    );
  });

  it('is not known of a target that is started with an environment of its own, unless it says what holds without', () => {
    const start = { command: ['node', 'server.js'], env: { ACCESS_TTL: '3s' } };
    assert.deepEqual(
      [{ start }, { start, configuredTtlMs: { refresh: 60_000 } }, { start, configuredTtlMs: { access: 900_000 } }].map(
        (change) => said(target(change)),
      ),
      [
        'a time not known as configured (tested: 2.74 s of 3 s)',
        'a time not known as configured (tested: 2.74 s of 3 s)',
        'up to 15 min (tested: 2.74 s of 3 s)',
      ],
    );
  });
});

describe('what is configured', () => {
  it('is what a server does without a bench, and holds no key', () => {
    const { configured } = jwt;
    for (const [name, value] of Object.entries(benchSettings))
      assert.notEqual(configured[name as keyof Settings], value, `${name} is told apart`);
    assert.equal(
      Object.keys(configured).find((name) => /key/i.test(name)),
      undefined,
    );
  });

  it('is what the store commands of a login are counted with', () => {
    const { loginFailures, loginFailuresPerSource } = Settings.parse({});
    assert.deepEqual(storeUse.needs.settings, { loginFailures, loginFailuresPerSource });
  });
});
