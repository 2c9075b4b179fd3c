import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Results } from '../reports/results/results.ts';
import { tested } from '../reports/results/tested-ms.ts';
import { rulingsOf } from '../reports/standards/rulings.ts';
import type { Attack, Judgement } from '../scenarios/kinds/attack.ts';
import { attacks, decided, openGround, schemes, weaknesses } from './attack-suite.fixture.ts';

const tried = ['session-fixation', 'replay-after-logout', 'csrf-origin-proof'].map(
  (id) => attacks.get(id) ?? assert.fail(id),
);
const scheme = schemes.get('session') ?? assert.fail();

/** What a run keeps of an attack whose control fell. */
function kept(
  { id, title, goal, precondition, severity, references }: Attack,
  judged: Judgement,
): Results['attacks'][number] {
  const { windowMs: _w, declaredMs: _d, bound: _b, windows, ...verdict } = judged;
  return {
    ...{ id, title, goal, precondition, severity, scheme: scheme.id, expected: 'blocked', asExpected: null },
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
async function states(weaknessId?: string): Promise<Map<string, string>> {
  await using ground = await openGround();
  const weakness = weaknessId === undefined ? undefined : (weaknesses.get(weaknessId) ?? assert.fail(weaknessId));
  const judged = await Promise.all(
    tried.map(async (attack) => {
      const isMeant = weaknessId === undefined || !attack.controls.includes(weaknessId);
      return kept(attack, await decided(isMeant ? 'blocked' : 'succeeded', { ground, attack, scheme, weakness }));
    }),
  );
  const { id, title, summary, traits } = scheme;
  const rulings = rulingsOf({
    schemes: [{ id, title, summary, traits: { ...traits }, settings: {} }],
    scenarios: tried.map((attack) => ({
      ...{ id: attack.id, kind: 'attack', title: attack.title, question: '', references: [...attack.references] },
      surfaceOn: [scheme.id],
    })),
    attacks: judged,
  });
  return new Map(rulings.map(({ rule, state }) => [rule.id, state]));
}

describe('a server that lacks one defence', () => {
  it('turns the requirements that rest on it, and no other', async () => {
    const [sound, keepsId, keepsSession] = await Promise.all([
      states(),
      states('login-keeps-session-id'),
      states('logout-clears-cookie-only'),
    ]);
    const turned = (now: ReadonlyMap<string, string>) =>
      [...now].filter(([id, state]) => sound.get(id) !== state).map(([id, state]) => `${id}: ${state}`);
    assert.deepEqual(turned(keepsId), ['ASVS 7.2.4: not-met']);
    assert.deepEqual(turned(keepsSession), ['ASVS 7.4.1: not-met']);
    assert.deepEqual(
      ['ASVS 3.5.1', 'ASVS 7.2.4', 'ASVS 7.4.1', 'RFC 10017 §6.1.3.3'].map((id) => sound.get(id)),
      ['met', 'met', 'in-part', 'met'],
    );
  });
});
