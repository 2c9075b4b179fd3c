import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nearNames } from './near-names.ts';

const [iss, aud] = ['https://auth.example', 'api'];
const values = (claim: 'iss' | 'aud', payload: Readonly<Record<string, unknown>>) =>
  Object.entries(nearNames(payload)).flatMap(([how, { payload: changed }]) =>
    how.startsWith(claim) ? [Object(changed)[claim] as unknown] : [],
  );

describe('names near the right one', () => {
  it('begin with it, contain it, list it and nest it, and are never it', () => {
    for (const [claim, right] of Object.entries({ iss, aud })) {
      const all = values(claim as 'iss', { iss, aud });
      const texts = all.filter((one) => typeof one === 'string');
      assert.ok(texts.some((text) => text.startsWith(`${right}.`)) && texts.some((text) => text.endsWith(`/${right}`)));
      assert.ok(all.some((one) => JSON.stringify(one) === JSON.stringify([[right]])));
      assert.equal(all.includes(right), false);
    }
    assert.ok(values('iss', { iss, aud }).some((one) => Array.isArray(one) && one.includes(iss)));
  });

  it('list the right audience nowhere, which is its right use', () => {
    for (const payload of [{ aud }, { aud: [aud, 'other'] }]) {
      assert.equal(
        values('aud', payload).some((one) => Array.isArray(one) && one.includes(aud)),
        false,
      );
    }
  });

  it('are spelled otherwise only where that is another text', () => {
    const spelled = (claim: 'iss' | 'aud') =>
      Object.keys(nearNames({ iss, aud })).filter((how) => how.startsWith(claim));
    assert.ok(values('iss', { iss, aud }).includes('https://authxexample'));
    assert.ok(values('aud', { iss, aud }).includes('API'));
    assert.equal(spelled('aud').includes('aud with other characters for its dots'), false);
  });

  it('are none where a token names nobody', () => {
    assert.deepEqual(nearNames({ sub: 'ann' }), {});
  });
});
