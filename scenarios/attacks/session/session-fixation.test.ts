import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './session-fixation.ts';

type Form = Parameters<typeof attack.judge>[0]['forms'][number];

const sound: Form = { form: 'own', obtained: true, plantedSpeaksFor: 'nobody', victimSpeaksFor: 'victim' };
const judge = (...forms: Partial<Form>[]) => attack.judge({ forms: forms.map((form) => ({ ...sound, ...form })) });

describe('the judge of session-fixation', () => {
  it('calls it blocked when the planted value speaks for nobody', () => {
    const { outcome, tries, successes } = judge({ form: 'anonymous', obtained: false }, { form: 'invented' }, {});
    assert.deepEqual([outcome, tries, successes], ['blocked', 2, 0]);
  });

  it('calls it a success when the planted value speaks for the victim', () => {
    const { outcome, because } = judge({ form: 'invented' }, { plantedSpeaksFor: 'victim' });
    assert.equal(outcome, 'succeeded');
    assert.match(because, /: own$/);
  });

  it('calls it blocked when the planted value goes on to speak for the attacker alone', () => {
    const { outcome, successes, because } = judge({ form: 'invented' }, { plantedSpeaksFor: 'attacker' });
    assert.deepEqual([outcome, successes], ['blocked', 0]);
    assert.match(because, /; still good, for the attacker alone: own$/);
  });

  it('tells where the login was refused, and judges the others', () => {
    const refused = { plantedSpeaksFor: 'nobody', victimSpeaksFor: 'nobody' } as const;
    const { outcome, because } = judge({ form: 'invented' }, { form: 'ended', ...refused });
    assert.equal(outcome, 'blocked');
    assert.equal(
      because,
      'none of 1 planted cookies (invented) spoke for the victim after the login; over ended the login was refused',
    );
  });

  it('leaves out the sign-in of the attacker where whoever is signed in is shown no login', () => {
    const own = { notOffered: true, plantedSpeaksFor: 'attacker', victimSpeaksFor: 'attacker' } as const;
    const { outcome, tries, because } = judge({ form: 'invented' }, own);
    assert.deepEqual([outcome, tries], ['blocked', 1]);
    assert.match(because, /; whoever is signed in is shown no login$/);
  });

  it('gives no verdict when the victim could not log in, or nothing could be planted', () => {
    for (const victimSpeaksFor of ['nobody', 'attacker'] as const)
      assert.equal(judge({ victimSpeaksFor }).outcome, 'inconclusive');
    assert.equal(judge({ obtained: false }).outcome, 'inconclusive');
  });
});
