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

  it('calls it a success when the victim ends up in the sign-in of the attacker', () => {
    assert.equal(judge({ victimSpeaksFor: 'attacker' }).outcome, 'succeeded');
  });

  it('calls it a success when the planted sign-in outlived the login (ASVS 7.2.4)', () => {
    assert.equal(judge({ plantedSpeaksFor: 'attacker' }).outcome, 'succeeded');
  });

  it('gives no verdict when the victim could not log in, or nothing could be planted', () => {
    assert.equal(judge({ victimSpeaksFor: 'nobody' }).outcome, 'inconclusive');
    assert.equal(judge({ obtained: false }).outcome, 'inconclusive');
  });
});
