import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { remediation } from './remediation.ts';

type Property = NonNullable<Results['properties']>[number];
type Attack = Results['attacks'][number];

const property = (change: Partial<Property>): Property => ({
  id: 'p',
  title: 'What a logout ends',
  question: 'Q?',
  scheme: 'mine',
  state: 'observed',
  shown: 'not ended',
  because: 'a copy was accepted',
  declaration: null,
  level: { meets: false, severity: 'medium', fix: 'End it.', references: ['CWE-613'] },
  facts: {},
  evidence: 'property/p/mine',
  ...change,
});
const attack = (change: Partial<Attack>): Attack => ({
  ...(fullResults.attacks[0] as Attack),
  title: 'Replay',
  scheme: 'mine',
  severity: 'high',
  outcome: 'succeeded',
  asExpected: false,
  because: 'the copy worked',
  references: ['CWE-613', 'RFC 9700'],
  evidence: 'attack/a/mine',
  ...change,
});
const list = (properties: Property[], attacks: Attack[] = []) => remediation({ properties, attacks });

describe('what to fix first', () => {
  it('is nothing where standards are met and words are kept', () => {
    const level = { meets: true, severity: 'high', fix: '', references: [] } as const;
    const declaration = { says: 'not ended', kept: true };
    assert.deepEqual(
      list([property({ level: { ...level, references: [] }, declaration })], [attack({ asExpected: true })]),
      [],
    );
  });

  it('keeps apart what falls short of a standard and what breaks the owner’s word', () => {
    const broken = property({ level: null, declaration: { says: 'at once', kept: false } });
    const [short, word] = list([property({}), broken]);
    assert.deepEqual([short?.fix, short?.against], ['End it.', ['standard']]);
    assert.deepEqual(word?.against, ['declaration']);
    assert.equal(word?.fix, 'What a logout ends is declared to be ‘at once’ and is ‘not ended’: fix one of the two.');
    const [both] = list([property({ declaration: { says: 'at once', kept: false } })]);
    assert.deepEqual(both?.against, ['standard', 'declaration']);
  });

  it('takes a property and an attack that show one fault for one thing, as grave as the graver', () => {
    const ended = property({ id: 'revocation-on-logout' });
    const replay = attack({ id: 'replay-after-logout' });
    assert.deepEqual(list([ended], [replay]), [
      {
        scheme: 'mine',
        severity: 'high',
        fix: 'End it.',
        because: 'a copy was accepted; attacked: the copy worked',
        against: ['standard', 'attack'],
        references: ['CWE-613', 'RFC 9700'],
        evidence: ['property/p/mine', 'attack/a/mine'],
      },
    ]);
    // a revived sign-in has the same CWE, and another remedy
    assert.equal(list([ended], [attack({ id: 'logout-resurrection' })]).length, 2);
  });

  it('puts the worst first, of equals what users meet, a crash last, and leaves none out', () => {
    const crashed = attack({ outcome: 'blocked-by-crash', title: 'Odd tokens', references: [] });
    const critical = attack({ severity: 'critical', references: [] });
    const severities = list([property({})], [crashed, critical]).map(({ severity }) => severity);
    assert.deepEqual(severities, ['critical', 'medium', 'low']);
    const failing = attack({ id: 'server-error', fix: 'Read the log.', references: [] });
    const [first] = list(
      [property({ level: { meets: false, severity: 'high', fix: 'X', references: [] } })],
      [failing],
    );
    assert.equal(first?.fix, 'Read the log.');
    const nine = Array.from({ length: 9 }, (_, i) => attack({ severity: 'critical', fix: `End ${i}.` }));
    assert.equal(list([], nine).length, 9);
  });

  it('names once what the same words mend, with all that showed it', () => {
    const fix = 'Check Origin.';
    const [only, ...more] = list(
      [],
      [
        attack({ fix, severity: 'medium', because: 'a form did it' }),
        attack({ fix, because: 'a link did it', evidence: 'attack/b/mine' }),
      ],
    );
    assert.deepEqual([more.length, only?.severity, only?.because], [0, 'high', 'a form did it; also: a link did it']);
    assert.deepEqual(only?.evidence, ['attack/a/mine', 'attack/b/mine']);
  });

  it('is about our own servers too, and about nothing that was left without a verdict', () => {
    const of = list([], [attack({ scheme: 'session' }), attack({ asExpected: null })]).map(({ scheme }) => scheme);
    assert.deepEqual(of, ['session']);
  });
});
