import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import type { Credential } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';
import { type Aftermath, judgeAftermath, useCopy } from './aftermath.ts';
import { atOnce, lagEnd, signInEnd, tokenEnd } from './bound.ts';

const settings = Settings.parse({ accessMs: 2_000, toleranceMs: 1_000 });
const nothing: Aftermath = {
  done: true,
  ageMs: 50,
  artefacts: ['session'],
  firstMs: 5,
  requests: { accepted: 0, lastAcceptedMs: 0, ended: true },
  renewals: { tries: 0, accepted: 0, lastAcceptedMs: 0 },
};
const judge = (revocation: Traits['revocation'], seen: Partial<Aftermath>) =>
  judgeAftermath('logout', 'logout', { ...nothing, ...seen }, { settings, traits: { revocation } as Traits });
const used = (lastAcceptedMs: number, ended = true) => ({ accepted: 21, lastAcceptedMs, ended });

describe('the judge of what an event leaves of a copy', () => {
  it('calls it blocked when nothing was accepted', () => {
    const { outcome, windowMs, windows } = judge('immediate', {});
    assert.deepEqual([outcome, windowMs], ['blocked', 0]);
    assert.deepEqual(windows, [
      { event: 'logout', artefact: 'session-cookie', measuredMs: 0, declaredMs: 0, bound: atOnce },
    ]);
  });

  it('says that nobody waited for a note about the end to be forgotten, where a token lives long', () => {
    const traits = { revocation: 'immediate', credential: 'self-contained' } as Traits;
    const after = (accessMs: number) =>
      judgeAftermath('logout', 'logout', nothing, { traits, settings: Settings.parse({ accessMs }) }).because;
    const refused = 'the first request with the copy after the logout was refused, and every later one';
    assert.equal(after(2_000), refused);
    assert.equal(after(900_000), `${refused}; whether that is forgotten before the token ends was not waited for`);
  });

  it('calls a use within the declared lifetime a window, and tells the artefacts apart', () => {
    const renewals = { tries: 2, accepted: 0, lastAcceptedMs: 0 };
    const seen = judge('at-expiry', { artefacts: ['access', 'refresh'], requests: used(2_400), renewals });
    assert.deepEqual([seen.outcome, seen.windowMs, seen.declaredMs], ['window', 2_400, 3_000]);
    assert.deepEqual(seen.windows, [
      { event: 'logout', artefact: 'access-token', measuredMs: 2_400, declaredMs: 3_000, bound: tokenEnd },
      { event: 'logout', artefact: 'refresh-token', measuredMs: 0, declaredMs: 0, bound: atOnce },
    ]);
  });

  it('forgives the second that exp cannot express, and no more', () => {
    assert.equal(judge('at-expiry', { requests: used(4_000) }).outcome, 'window');
    assert.equal(judge('at-expiry', { requests: used(4_001) }).outcome, 'succeeded');
  });

  it('calls any use a success where the event acts at once, and one without end everywhere', () => {
    assert.equal(judge('immediate', { requests: used(100) }).outcome, 'succeeded');
    assert.equal(judge('at-expiry', { requests: used(4_000, false) }).outcome, 'succeeded');
  });

  it('calls a redeemed refresh token a success whatever the window', () => {
    const renewals = { tries: 2, accepted: 1, lastAcceptedMs: 12 };
    const { outcome, windows } = judge('at-expiry', { artefacts: ['refresh'], renewals });
    assert.deepEqual([outcome, windows?.[0]?.measuredMs], ['succeeded', 12]);
  });

  it('gives no verdict when the copy may have expired before it was tried', () => {
    assert.equal(judge('at-expiry', { ageMs: 1_001 }).outcome, 'inconclusive');
    assert.equal(judge('at-expiry', { ageMs: 1_000 }).outcome, 'blocked');
    assert.equal(judge('immediate', { ageMs: 1_001 }).outcome, 'blocked');
  });

  it('gives no verdict of an end at once when the copy was first tried late', () => {
    assert.equal(judge('immediate', { firstMs: 1_000 }).outcome, 'blocked');
    const { outcome, because } = judge('immediate', { firstMs: 1_001 });
    assert.equal(outcome, 'inconclusive');
    assert.match(because, /first refused 1001 ms after the logout/);
    assert.equal(judge('immediate', { firstMs: 1_001, requests: used(100) }).outcome, 'succeeded');
    assert.equal(judge('at-expiry', { firstMs: 1_001 }).outcome, 'blocked');
  });

  it('holds a server that lags to its lag, and what slides on by use to the end of all sign-ins', () => {
    const settings = Settings.parse({ lagMs: 1_000, absoluteMs: 8_000 });
    const after = (traits: Partial<Traits>, lastAcceptedMs: number) =>
      judgeAftermath(
        'logout',
        'logout',
        { ...nothing, requests: used(lastAcceptedMs) },
        { settings, traits: traits as Traits },
      );
    const lagging = { revocation: 'within-lag', renewal: 'sliding' } as const;
    assert.deepEqual(
      [1_025, 1_026].map((ms) => after(lagging, ms).outcome),
      ['window', 'succeeded'],
    );
    assert.deepEqual([after(lagging, 900).bound, after(lagging, 900).declaredMs], [lagEnd, 1_000]);
    const sealed = { revocation: 'at-expiry', renewal: 'sliding' } as const;
    assert.deepEqual(
      [8_025, 8_026].map((ms) => after(sealed, ms).outcome),
      ['window', 'succeeded'],
    );
    assert.deepEqual(after(sealed, 900).bound, signInEnd);
  });

  it('gives no verdict when the event was refused', () => {
    assert.equal(judge('immediate', { done: false }).outcome, 'inconclusive');
  });
});

describe('the use of a copy of a token that was taken back', () => {
  /** How many requests it comes to, where every one is refused and waiting costs no time. */
  async function requestsOf(accessMs: number): Promise<number> {
    let now = 0;
    let asked = 0;
    const stage = {
      target: {
        instances: 1,
        traits: { revocation: 'immediate', credential: 'self-contained' },
        settings: Settings.parse({ accessMs, toleranceMs: 0 }),
        protocol: { steps: {} },
      },
      wait: async (ms: number) => {
        now += ms;
      },
    } as unknown as Stage;
    const refuse = async () => {
      asked += 1;
      return undefined;
    };
    await useCopy(stage, {} as Credential, 0, refuse, () => now);
    return asked;
  }

  it('goes on until the token has ended by itself', async () => {
    assert.equal(await requestsOf(2_000), 31);
  });

  it('is as old at its first use as the answer to that is late', async () => {
    let now = 900;
    const stage = {
      target: {
        instances: 1,
        traits: { revocation: 'at-expiry' },
        settings: Settings.parse({ accessMs: 2_000, toleranceMs: 0 }),
        protocol: { steps: {} },
      },
      wait: async () => {},
    } as unknown as Stage;
    const refuse = async () => {
      now += 400;
      return undefined;
    };
    const { ageMs, firstMs } = await useCopy(stage, {} as Credential, 100, refuse, () => now);
    assert.deepEqual([ageMs, firstMs], [1_200, 400]);
  });

  it('ends at ten refusals where that is more than anybody waits for', async () => {
    assert.equal(await requestsOf(900_000), 10);
  });
});
