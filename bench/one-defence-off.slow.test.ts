import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Results } from '../reports/results/results.ts';
import { tested } from '../reports/results/tested-ms.ts';
import { rulingsOf } from '../reports/standards/rulings.ts';
import type { Attack, Judgement } from '../scenarios/kinds/attack.ts';
import { attacks, decided, openGround, schemes, weaknesses } from './attack-suite.fixture.ts';

/** Servers of one scheme, which attacks are made on, and which rows turn where a server lacks a defence. */
interface Case {
  readonly scheme: string;
  readonly tried: readonly string[];
  /** What the sound servers show of what is asked here. */
  readonly sound: Readonly<Record<string, string>>;
  /** By weakness. */
  readonly turned: Readonly<Record<string, readonly string[]>>;
}

const cases: readonly Case[] = [
  {
    scheme: 'session',
    tried: ['session-fixation', 'replay-after-logout', 'csrf-origin-proof'],
    sound: { 'ASVS 3.5.1': 'met', 'ASVS 7.2.4': 'met', 'ASVS 7.4.1': 'in-part', 'RFC 10017 §6.1.3.3': 'met' },
    turned: {
      'login-keeps-session-id': ['ASVS 7.2.4: not-met'],
      'logout-clears-cookie-only': ['ASVS 7.4.1: not-met'],
    },
  },
  {
    scheme: 'sealed-cookie',
    tried: ['cookie-attributes', 'csrf-origin-proof', 'seal-nonce-reuse'],
    sound: {},
    turned: {
      'cookies-without-attributes': [
        'ASVS 3.3.1: not-met',
        'ASVS 3.3.2: not-met',
        'ASVS 3.3.3: not-met',
        'ASVS 3.3.4: not-met',
        'ASVS 3.3.5: not-met',
        'RFC 10017 §6.1.3.2: not-met',
      ],
      'no-origin-proof': ['ASVS 3.5.1: not-met', 'RFC 10017 §6.1.3.3: not-met'],
      'seal-replaced-by-nonce': [],
    },
  },
  {
    scheme: 'session-snapshot',
    tried: ['snapshot-substitution', 'csrf-origin-proof', 'session-fixation'],
    sound: {},
    turned: { 'snapshot-unbound': ['ASVS 7.2.1: not-met'], 'login-keeps-session-id': ['ASVS 7.2.4: not-met'] },
  },
  {
    scheme: 'jwt-epoch',
    tried: ['replay-within-second', 'jwt-unsigned'],
    sound: {},
    turned: {
      'date-in-whole-seconds': ['ASVS 7.4.1: not-met', 'ASVS 7.4.3: not-met'],
      'jwt-alg-none-accepted': ['ASVS 9.1.1: not-met', 'ASVS 9.1.2: not-met', 'RFC 8725 §3.1: not-met'],
    },
  },
  {
    scheme: 'jwt-refresh-dpop',
    tried: ['dpop-downgrade', 'dpop-key-swap', 'refresh-reuse'],
    sound: {},
    turned: {
      'dpop-bearer-downgrade': ['ASVS 10.3.5: not-met', 'ASVS 10.4.14: not-met', 'RFC 9700 §2.2.1: not-met'],
      'dpop-renewal-unbound': ['RFC 9700 §2.2.2: not-met', 'RFC 10017 §6.3.2.3: not-met'],
      'rotation-without-reuse-detection': [
        'ASVS 10.4.5: not-met',
        'RFC 9700 §2.2.2: not-met',
        'RFC 9700 §4.14.2: not-met',
        'RFC 10017 §6.3.2.3: not-met',
      ],
    },
  },
];

/** What a run keeps of an attack whose control fell. */
function kept(
  { id, title, goal, precondition, severity, references }: Attack,
  judged: Judgement,
  scheme: string,
): Results['attacks'][number] {
  const { windowMs: _w, declaredMs: _d, bound: _b, windows, ...verdict } = judged;
  return {
    ...{ id, title, goal, precondition, severity, scheme, expected: 'blocked', asExpected: null },
    ...{ references: [...references], steps: [], facts: {}, source: { file: '', line: 1 }, evidence: id, ...verdict },
    control: { id: 'control', outcome: 'succeeded', beaten: true, because: '' },
    ...(windows && {
      windows: windows.map(({ event, artefact, measuredMs, declaredMs }) => ({
        ...{ event, artefact, measuredMs: tested(measuredMs), declaredMs: tested(declaredMs) },
      })),
    }),
  };
}

/** The states of all rows, on servers of this process: reference ones, or those that lack one defence. */
async function states({ scheme: id, tried: ids }: Case, weaknessId?: string): Promise<Map<string, string>> {
  await using ground = await openGround();
  const scheme = schemes.get(id) ?? assert.fail(id);
  const tried = ids.map((one) => attacks.get(one) ?? assert.fail(one));
  const weakness = weaknessId === undefined ? undefined : (weaknesses.get(weaknessId) ?? assert.fail(weaknessId));
  const judged = await Promise.all(
    tried.map(async (attack) => {
      const isMeant = weaknessId === undefined || !attack.controls.includes(weaknessId);
      const judgement = await decided(isMeant ? 'blocked' : 'succeeded', { ground, attack, scheme, weakness });
      return kept(attack, judgement, id);
    }),
  );
  const { title, summary, traits } = scheme;
  const rulings = rulingsOf({
    schemes: [{ id, title, summary, traits: { ...traits }, settings: {} }],
    scenarios: tried.map((attack) => ({
      ...{ id: attack.id, kind: 'attack', title: attack.title, question: '', references: [...attack.references] },
      surfaceOn: [id],
    })),
    attacks: judged,
  });
  return new Map(rulings.map(({ rule, state }) => [rule.id, state]));
}

describe('a server that lacks one defence', () => {
  for (const one of cases)
    it(`turns the requirements that rest on it, and no other: ${one.scheme}`, async () => {
      const sound = await states(one);
      const shown = Object.keys(one.sound).map((id) => [id, sound.get(id)]);
      assert.deepEqual(Object.fromEntries(shown), one.sound);
      for (const [weakness, rows] of Object.entries(one.turned)) {
        const now = await states(one, weakness);
        const turned = [...now].filter(([id, state]) => sound.get(id) !== state);
        assert.deepEqual(
          turned.map(([id, state]) => `${id}: ${state}`),
          rows,
          weakness,
        );
      }
    });
});
