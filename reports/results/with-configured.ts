import { z } from 'zod';
import { asConfigured } from '../analysis/cheapened.ts';
import type { Results } from './results.ts';
import { variedOf } from './with-typed-facts.ts';

const numbers = z.record(z.string(), z.unknown());
const Window = z.looseObject({ declaredMs: z.number() });

/** As much of a run before 1.3.0 as says what its servers were configured to. */
const Older = z.looseObject({
  schemes: z.array(z.looseObject({ id: z.string(), traits: numbers, settings: numbers })),
  scenarios: z.array(z.looseObject({ id: z.string() })),
  targets: z.array(z.looseObject({ scheme: z.string() })).optional(),
  comparisons: z.array(z.looseObject({ scenario: z.string(), metric: z.string(), scheme: z.string() })),
  samples: z.array(z.looseObject({ scenario: z.string(), scheme: z.string(), metric: z.string(), value: z.number() })),
  attacks: z.array(
    z.looseObject({
      id: z.string(),
      scheme: z.string(),
      windowMs: z.number().optional(),
      declaredMs: z.number().optional(),
      windows: z.array(Window).optional(),
    }),
  ),
});
type Older = z.infer<typeof Older>;
type Scheme = Older['schemes'][number];
type Lifetimes = Readonly<Record<string, number>>;

/**
 * Runs before 1.3.0 kept what tests had made of lifetimes, and of each scheme the settings of the run, which shortened
 * none: what is configured follows from both. Of a server that was not theirs they kept neither, and nothing follows.
 */
export function withConfigured<T extends Readonly<Record<string, unknown>>>(older: T): T {
  const read = Older.safeParse(older);
  // what does not keep to its schema is refused by whoever reads it next
  if (!read.success) return older;
  const { schemes, scenarios, samples, attacks, targets = [] } = read.data;
  const own = new Map(
    schemes.filter(({ id }) => !targets.some(({ scheme }) => scheme === id)).map((one) => [one.id, one]),
  );
  const now = {
    schemes: schemes.map((scheme) =>
      own.has(scheme.id) ? { ...scheme, configured: { ...scheme.settings, ...unlessForTheBench } } : scheme,
    ),
    scenarios: scenarios.map((one) => ({
      ...one,
      ...(paysPasswords.includes(one.id) && { asksPassword: true }),
      ...(one.id === 'login-without-password' && { sets: ['passwordCost'] }),
    })),
    samples: samples.map((sample) => ({ ...sample, ...sampleOf(sample, own.get(sample.scheme), samples) })),
    attacks: attacks.map((attack) => ({
      ...attack,
      ...attackOf(attack, own.get(attack.scheme)),
      ...toldOtherwise(attack, own.get(attack.scheme)),
    })),
  };
  // winners among logins were stored as such
  const run = now as unknown as Pick<Results, 'schemes' | 'scenarios'>;
  const comparisons = read.data.comparisons as unknown as (Results['comparisons'][number] & { arm?: string })[];
  return {
    ...older,
    ...now,
    comparisons: comparisons.map((one) => asConfigured(run, { ...one, ...variedOf(one.arm) })),
  };
}

/** What the bench told every server of its own, and what they were without it. */
const unlessForTheBench = {
  passwordCost: 17,
  loginFailures: 10,
  loginFailuresPerSource: 100,
  storeTimeoutMs: 250,
} as const;

/** Also where only a scheme without renewal logs in. */
const paysPasswords = ['login', 'login-storm', 'mixed-day', 'renewal-wave'];

const token: Lifetimes = { accessMs: 1, toleranceMs: 1 };
const signIn: Lifetimes = { absoluteMs: 1 };

/** What ended the windows of each attack; those are left out whose end was more than lifetimes. */
const endOf: Readonly<Record<string, Lifetimes>> = {
  ...Object.fromEntries(
    [
      ...['replay-after-logout', 'replay-after-password-change', 'concurrent-sessions', 'cross-instance-replay'],
      ...['disable-user-latency', 'role-demotion-latency', 'access-token-after-rotation', 'key-rotation'],
      ...['access-token-after-family-kill', 'refresh-reuse', 'xss-token-theft'],
    ].map((id) => [id, token]),
  ),
  'refresh-silent-theft': signIn,
  'refresh-absolute-expiry': signIn,
  'idle-and-absolute-timeout': signIn,
  'refresh-grace-abuse': { graceMs: 1 },
};

function attackOf({ id, windowMs, declaredMs, windows }: Older['attacks'][number], scheme: Scheme | undefined): object {
  if (windowMs === undefined) return {};
  const lifetimes = declaredMs === 0 ? {} : endOf[id];
  if (lifetimes === undefined) return {};
  return {
    bound: { lifetimes },
    ...configured(lifetimes, scheme),
    ...(windows && {
      windows: windows.map((window) => ({
        ...window,
        ...configured(window.declaredMs === 0 ? {} : lifetimes, scheme),
      })),
    }),
  };
}

function sampleOf(
  { scenario, metric, value, scheme: id }: Older['samples'][number],
  scheme: Scheme | undefined,
  samples: Older['samples'],
): object {
  if (scenario !== 'lifetimes' || scheme === undefined) return {};
  const ended = scheme.traits.renewal === 'sliding' ? signIn : token;
  const idleMs = samples.find((one) => one.scheme === id && one.metric === 'configured.idle')?.value ?? Number.NaN;
  const lifetimes = metric.endsWith('.family')
    ? signIn
    : metric.endsWith('.in-use')
      ? ended
      : { idleMs: value / idleMs };
  const { configuredMs } = configured(lifetimes, scheme);
  return configuredMs === undefined ? {} : { configured: Math.round(configuredMs) };
}

/** Attacks on servers with a grace window, in ms; the settings of a run had none. */
const graces: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    [
      ...['refresh-benign-race', 'refresh-lost-response', 'refresh-double-spend'],
      ...['refresh-ancestor-replay', 'refresh-descendant-after-kill'],
    ].map((id) => [id, 10_000]),
  ),
  'refresh-grace-abuse': 1_000,
  'refresh-theft-race-in-grace': 50,
};

function toldOtherwise({ id }: Older['attacks'][number], scheme: Scheme | undefined): object {
  const [tested, configured] = [graces[id], scheme?.settings.graceMs];
  return tested === undefined || configured === undefined || tested === configured
    ? {}
    : { settings: [{ setting: 'graceMs', tested, configured }] };
}

/** Nothing where one of the lifetimes is not known. */
function configured(lifetimes: Lifetimes, scheme: Scheme | undefined): { configuredMs?: number } {
  const ms = Object.entries(lifetimes).reduce(
    (sum, [name, share]) => sum + share * Number(scheme?.settings[name] ?? Number.NaN),
    0,
  );
  return Number.isNaN(ms) ? {} : { configuredMs: ms };
}
