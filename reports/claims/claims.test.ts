import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { discover } from '../../servers/discover.ts';
import { emptyResults, failedResults, fullResults, incompleteResults } from '../results/fixtures/results.ts';
import type { Claim } from '../results/report.ts';

const schemes = ['session', 'jwt', 'jwt-refresh'];
const rows = ['state', 'storage', 'scaling', 'security', 'expiration', 'vulnerable', 'use-when'];
const advice = {
  refresh:
    'silent-renewal long-lived-stateless stays-signed-in memory-plus-cookie short-and-long apps-stay-in less-storage-risk rotation-helps balance cookie-less-xss no-frequent-login',
  session: 'monolith own-both-ends httponly csrf-needed simple less-exposure small-scale',
  jwt: 'rest-microservices mobile-spa short-lived-clients stateless-backend scalable any-instance distributed',
};

/** The comparison that everybody copies: 7 rows of 3 schemes, and 25 pieces of advice. */
const statements = [
  ...rows.flatMap((row) => schemes.map((scheme) => `${row}.${scheme}`)),
  ...Object.entries(advice).flatMap(([row, names]) => names.split(' ').map((name) => `${row}.${name}`)),
];

const claims = [...(await discover<Claim>(new URL('./', import.meta.url))).values()];
const idsIn = async (kind: string) => [
  ...(await discover(new URL(`../../scenarios/${kind}/`, import.meta.url))).keys(),
];

describe('the claims', () => {
  it('are the 46 statements, one file each', () => {
    assert.equal(statements.length, 46);
    assert.deepEqual(claims.map(({ id }) => id).sort(), [...statements].sort());
  });

  it('stand in the row of their name, and are about the scheme that it speaks of', () => {
    for (const { id, row, scheme } of claims) {
      const [first = '', second = ''] = id.split('.');
      assert.equal(row, first);
      assert.equal(scheme, rows.includes(first) ? second : first === 'refresh' ? 'jwt-refresh' : first, id);
    }
  });

  it('rest on scenarios, attacks and claims that exist', async () => {
    const kinds = ['lifecycle', 'attacks', 'scaling', 'scale-out', 'load'];
    const known = new Set([...(await Promise.all(kinds.map(idsIn))).flat(), ...statements]);
    const unknown = claims.flatMap(({ id, restsOn }) =>
      restsOn.filter((one) => !known.has(one)).map((one) => [id, one]),
    );
    assert.deepEqual(unknown, []);
    assert.deepEqual(
      claims.filter(({ restsOn }) => restsOn.length === 0),
      [],
    );
  });

  it('use every lifecycle scenario', async () => {
    const used = new Set(claims.flatMap(({ restsOn }) => restsOn));
    const all = await discover<{ readonly id: string; readonly beyondTable?: true }>(
      new URL('../../scenarios/lifecycle/', import.meta.url),
    );
    assert.deepEqual(
      [...all.values()].flatMap(({ id, beyondTable }) => (used.has(id) || beyondTable ? [] : [id])),
      [],
    );
  });

  it('are left open by a run that measured nothing, and name what they rest on', () => {
    for (const { id, restsOn, judge } of claims) {
      const { state, because, basis, evidence } = judge(emptyResults);
      assert.equal(state, 'not-run', id);
      assert.ok(
        restsOn.some((one) => because.includes(one)),
        `${id}: ${because}`,
      );
      assert.deepEqual([basis, evidence], [[], []], id);
    }
  });

  it('are judged on any run, and cite only evidence that is there', () => {
    for (const results of [fullResults, failedResults, incompleteResults]) {
      const known = new Set(results.evidence.map(({ id }) => id));
      for (const { id, judge } of claims) {
        const { state, measured, because, condition, basis, evidence } = judge(results);
        assert.deepEqual(
          evidence.filter((one) => !known.has(one)),
          [],
          id,
        );
        assert.equal(condition !== undefined, state === 'conditional', `${id} is ${state} with: ${condition}`);
        assert.equal(basis.length > 0, state !== 'not-run' && state !== 'inconclusive', id);
        for (const text of [measured, because]) assert.doesNotMatch(text, /undefined|NaN|Infinity|\.\./, id);
      }
    }
  });
});
