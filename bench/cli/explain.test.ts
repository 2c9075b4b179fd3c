import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rules } from '../../reports/standards/standards.ts';
import { words } from '../../reports/text/glossary.ts';
import { readCatalogue } from '../plan/catalogue.ts';
import { explain } from './explain.ts';

const all = await readCatalogue();
const wide = Number.POSITIVE_INFINITY;

describe('what a name means', () => {
  it('is of a whole standard what it is, and a line of each requirement that is tested', () => {
    const lines = explain('RFC 9700', all, wide).split('\n');
    assert.deepEqual(lines.slice(0, 5), [
      'RFC 9700',
      '  document · Best current practice for the security of OAuth 2.0',
      '  https://www.rfc-editor.org/rfc/rfc9700',
      '  Of its 6 requirements here, attacks test 6:',
      '  RFC 9700 §2.2.1  Access tokens should be good only together with a key of their client.',
    ]);
    assert.equal(lines.length, 4 + 6 + 1);
    assert.equal(lines.at(-1), '  to ask for one: npm run bench -- explain RFC 9700 §2.2.1');
  });

  it('names of a standard what no attack is about', () => {
    const text = explain('RFC 8725', all, wide);
    assert.match(text, /\n {2}no attack is about RFC 8725 §3\.2, RFC 8725 §3\.6\n/);
    assert.doesNotMatch(text, /\n {2}RFC 8725 §3\.2 {2}/);
  });

  it('leaves out no requirement of ASVS, each under its level', () => {
    const text = explain('ASVS', all, wide);
    const missing = rules.filter(({ id }) => id.startsWith('ASVS') && !new RegExp(`${id}[ ,\n]`).test(text));
    assert.deepEqual(missing, []);
    assert.match(
      text,
      /\n {2}ASVS 7\.4\.1 \(level 1\) {2}What a logout or an expiry has ended is not accepted again\.\n/,
    );
  });

  for (const [typed, name] of [
    ['rfc-9700', 'RFC 9700'],
    ['9700', 'RFC 9700'],
    ['OWASP ASVS', 'ASVS'],
    ['ASVS 5.0', 'ASVS'],
    ['ASVS V7.4', 'ASVS 7.4'],
    ['rfc 7519', 'RFC 7519'],
  ])
    it(`finds ${name} by ${typed}`, () => assert.equal(explain(typed ?? '', all).split('\n')[0], name));

  it('is told of every word that outputs use, however it is spelled', () => {
    const first = (name: string) => explain(name, all).split('\n')[0];
    const asked =
      'Holm,cell,grace-window,sticky,own-memory,shared,none,configured,declared,weakened,precondition,block,surface';
    assert.deepEqual(asked.split(',').map(first), [
      ...["Holm's correction", 'Cell', 'Grace window', 'Sticky routing', 'Own memory', 'Shared', 'None'],
      ...['Configured', 'Declared', 'Weakened server', 'Precondition', 'Block', 'Surface'],
    ]);
    for (const [term] of Object.values(words).flat()) assert.ok(explain(term, all).includes(`${term}\n`), term);
  });

  it('is told of a verdict as the page words it, and as results.json spells it', () => {
    assert.equal(
      explain('blocked by a crash', all, wide),
      'blocked by a crash\n  outcome of an attack · The attacker got nothing, but the server answered 5xx: hostile input reached code that was not ready for it.',
    );
    assert.deepEqual(explain('cannot tell', all, wide).match(/(outcome|verdict|state) of a[n]? \w+/g), [
      ...['outcome of an attack', 'verdict of a comparison', 'state of a claim'],
    ]);
    for (const word of ['not run', 'not-run', 'slightly better', 'slightly worse', 'no such surface', 'met in part'])
      assert.match(explain(word, all, wide), new RegExp(`^${word.replace('not run', 'not-run')}\n`));
  });

  it('is broken between words at the width of the terminal, under its number', () => {
    assert.deepEqual(explain('refresh-reuse', all, 40).split('\n').slice(0, 6), [
      'refresh-reuse',
      '  attack · high · Reuse of a spent',
      '  refresh token',
      '  Stay signed in as the victim with a',
      '  copied refresh token.',
      '  1. The victim signs in twice (two',
    ]);
    for (const line of explain('ASVS', all, 60).split('\n'))
      assert.ok(line.length <= 60 || /^\s*\S+$/.test(line), line);
  });

  it('is asked again with the names that are nearest to a mistyped one', () => {
    const tried = (name: string) => {
      try {
        return explain(name, all);
      } catch (error) {
        return (error as { tried: unknown }).tried;
      }
    };
    assert.deepEqual(tried('cpu.totl'), ['did you mean cpu.total?']);
    assert.deepEqual(tried('replay-after-logut'), ['did you mean replay-after-logout?']);
    assert.deepEqual(tried('nothing-of-the-kind-xyz'), []);
  });
});
