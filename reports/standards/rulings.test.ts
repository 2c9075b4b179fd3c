import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { fullResults } from '../results/fixtures/results.ts';
import { readResults } from '../results/read-results.ts';
import type { Results } from '../results/results.ts';
import { tested } from '../results/tested-ms.ts';
import type { Rule } from './rule.ts';
import { becauseOf, evidenceOf } from './ruling-text.ts';
import { type Ruled, type Ruling, ruling, rulingsOf } from './rulings.ts';
import { rules } from './standards.ts';

type Attack = Results['attacks'][number];

/** A quick run of 26 attacks, as it is stored. */
const reading = readResults(
  JSON.parse(await readFile(new URL('../../../reports/example/results.json', import.meta.url), 'utf8')),
);
assert.ok('results' in reading);
const stored = reading.results;

const named = (id: string): Rule => rules.find((rule) => rule.id === id) ?? assert.fail(id);

function stateOf(id: string, scheme: string, results: Ruled): Ruling['state'] {
  return ruling(named(id), results.schemes.find((one) => one.id === scheme) ?? assert.fail(scheme), results).state;
}

/** One result, changed; all else as it was. */
function with_(results: Results, id: string, scheme: string, change: Partial<Attack>): Results {
  return {
    ...results,
    attacks: results.attacks.map((one) => (one.id === id && one.scheme === scheme ? { ...one, ...change } : one)),
  };
}

/** Which rows are unlike, by rule and scheme. */
function turned(before: Results, after: Results): string[] {
  const rows = rulingsOf(after);
  return rulingsOf(before).flatMap(({ rule, scheme, state }, i) =>
    rows[i]?.state === state ? [] : [`${rule.id} on ${scheme}: ${rows[i]?.state}`],
  );
}

describe('what a run shows of a rule', () => {
  it('is met by attacks that were held off, and broken by a window where an end at once is asked for', () => {
    assert.equal(stateOf('ASVS 9.1.1', 'jwt', fullResults), 'met');
    assert.deepEqual(
      ['session', 'jwt', 'jwt-refresh'].map((scheme) => stateOf('ASVS 7.4.1', scheme, fullResults)),
      ['in-part', 'not-met', 'not-met'],
    );
    const jwt = ruling(named('ASVS 7.4.1'), fullResults.schemes[1] ?? assert.fail(), fullResults);
    assert.match(becauseOf(jwt), /^Replay after logout: .* 2\.74 s .*; up to 15 min as configured$/);
    assert.deepEqual(evidenceOf(jwt), ['attack-replay-after-logout-jwt']);
  });

  it('is not about a scheme without the surface, whatever attacks ran', () => {
    assert.equal(stateOf('ASVS 9.1.1', 'session', fullResults), 'no-surface');
    assert.equal(stateOf('ASVS 10.4.5', 'jwt', fullResults), 'no-surface');
  });

  it('is nothing where no attack ran, and says which did not', () => {
    const none = { ...fullResults, attacks: [] };
    const seen = rulingsOf(none).filter(({ state }) => state !== 'no-surface');
    assert.ok(seen.every((one) => one.state === 'not-tested' && evidenceOf(one).length === 0));
    const session = ruling(named('ASVS 7.4.1'), none.schemes[0] ?? assert.fail(), none);
    assert.deepEqual(session.left, ['replay-after-logout', 'logout-resurrection']);
  });

  it('is never met by an attack that allows for windows, on a scheme that has them', () => {
    const histories: Attack = {
      ...(fullResults.attacks.find(({ outcome }) => outcome === 'blocked') ?? assert.fail()),
      ...{ id: 'sign-in-histories', scheme: 'jwt', references: ['ASVS 7.4.1'] },
    };
    const only = { ...fullResults, attacks: [histories] };
    assert.equal(stateOf('ASVS 7.4.1', 'jwt', only), 'not-tested');
    const watched = { windowMs: tested(0), declaredMs: tested(0) };
    const window = { event: 'logout', artefact: 'access-token', measuredMs: tested(0), declaredMs: tested(0) } as const;
    const looked = { ...only, attacks: [{ ...histories, ...watched, windows: [window] }] };
    assert.equal(stateOf('ASVS 7.4.1', 'jwt', looked), 'in-part');
  });

  it('is undecided by a server error, and by whatever came to no verdict', () => {
    for (const outcome of ['blocked-by-crash', 'inconclusive', 'not-run'] as const)
      assert.equal(stateOf('ASVS 9.1.1', 'jwt', with_(fullResults, 'jwt-unsigned', 'jwt', { outcome })), 'not-tested');
  });

  it('is met in part at most in a run that does not tell which attacks there are', () => {
    const older = { ...fullResults, scenarios: [] };
    assert.equal(stateOf('ASVS 9.1.1', 'jwt', older), 'in-part');
  });

  it('is broken by a property of a server that falls short, and met by none', () => {
    const property = (meets: boolean): NonNullable<Results['properties']>[number] => ({
      ...{ id: 'cookie-flags', title: 'Cookie flags', question: '', scheme: 'session', state: 'observed' },
      ...{ shown: null, because: 'Secure is absent', declaration: null, facts: {}, evidence: 'property/cookie-flags' },
      level: { meets, severity: 'high', fix: '', references: ['ASVS 3.3.1'] },
    });
    const having = (meets: boolean) =>
      stateOf('ASVS 3.3.1', 'session', { ...fullResults, properties: [property(meets)] });
    assert.deepEqual([having(false), having(true)], ['not-met', 'not-tested']);
  });
});

describe('one verdict that turns in a stored run', () => {
  it('turns the rows that rest on it, and no other', () => {
    const judged = stored.attacks.filter(({ outcome }) => outcome === 'blocked' || outcome === 'window');
    assert.equal(judged.length, 52);
    for (const { id, scheme, references } of judged) {
      const after = with_(stored, id, scheme, { outcome: 'succeeded', asExpected: false });
      const about = rulingsOf(stored).filter((one) => one.scheme === scheme && references.includes(one.rule.id));
      const expected = about
        .filter(({ state }) => state !== 'not-met' && state !== 'no-surface')
        .map(({ rule }) => `${rule.id} on ${scheme}: not-met`);
      assert.deepEqual(turned(stored, after), expected, `${id} on ${scheme}`);
    }
  });
});
