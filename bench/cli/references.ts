import { nameOf } from '../../reports/standards/ruling-text.ts';
import { rules, standards } from '../../reports/standards/standards.ts';
import { command } from '../../reports/text/installation.ts';
import type { Everything } from '../plan/catalogue.ts';

type Attacks = Everything['attacks'];
type Entry = [name: string, text: string];

/** The documents whose requirements are listed here; attacks cite others too, by their sections. */
export const documents = [
  { name: 'ASVS', title: 'OWASP Application Security Verification Standard 5.0' },
  { name: 'RFC 8725', title: 'JSON Web Token best practices, with what its successor, rfc8725bis, adds' },
  { name: 'RFC 9700', title: 'Best current practice for the security of OAuth 2.0' },
  { name: 'RFC 10017', title: 'OAuth 2.0 for applications in browsers' },
] as const;

/** Each reference of attacks, and each requirement of a standard: what it asks, and which attacks are about it. */
export function references(attacks: Attacks): Entry[] {
  return allNames(attacks).map((name) => {
    const rule = rules.find(({ id }) => id === name);
    const ids = citing(name, attacks);
    return [
      name,
      [
        ...(rule === undefined
          ? []
          : [`requirement${rule.level === undefined ? '' : ` of level ${rule.level}`} · ${rule.asks}`]),
        ...(rule?.window === 'at-once'
          ? [`A scheme whose tokens work until they expire does not meet it. It takes ${rule.takes}.`]
          : []),
        ids.length > 0 ? `reference of ${ids.join(', ')}` : `no attack is about it: ${rule?.unreached ?? ''}`,
        ...(rule?.untried === undefined ? [] : [`no attack tries ${rule.untried}`]),
      ].join('\n'),
    ];
  });
}

/** A whole document, or a chapter of one: what it is, what of it is tested, and how to ask for one requirement. */
export function documentOf(typed: string, attacks: Attacks): Entry | undefined {
  const name = asCited(typed);
  const inside = new RegExp(`^${name.replace(/[^\w ]/g, '\\$&')}(?:bis)?[ .]`, 'i');
  const found = name === '' ? [] : allNames(attacks).filter((one) => inside.test(one));
  const [first] = found;
  if (first === undefined) return undefined;
  const asked = rules.filter(({ id }) => found.includes(id));
  const tested = asked.filter(({ id }) => citing(id, attacks).length > 0);
  const others = found.filter((one) => !rules.some(({ id }) => id === one));
  const document = documents.find((one) => inside.test(`${one.name} `) || first.startsWith(`${one.name} `));
  const addresses = standards.filter(({ rules }) => rules.some((rule) => asked.includes(rule)));
  const untested = asked.filter((rule) => !tested.includes(rule));
  return [
    first.slice(0, name.length),
    [
      `document · ${document?.title ?? 'attacks cite it'}`,
      ...new Set(addresses.map(({ address }) => address)),
      ...(asked.length > 0 ? [`Of its ${asked.length} requirements here, attacks test ${tested.length}:`] : []),
      ...tested.map((rule) => `${nameOf(rule)}  ${rule.asks}`),
      ...(untested.length > 0 ? [`no attack is about ${untested.map(({ id }) => id).join(', ')}`] : []),
      ...(others.length > 0 ? [`${asked.length > 0 ? 'attacks also cite' : 'sections'}: ${others.join(', ')}`] : []),
      `to ask for one: ${command(`explain ${tested[0]?.id ?? first}`)}`,
    ].join('\n'),
  ];
}

/** As references write it: `rfc-9700` is RFC 9700, and `ASVS V7` ASVS 7. */
function asCited(typed: string): string {
  return typed
    .trim()
    .replace(/^owasp\s+/i, '')
    .replace(/^(rfc|asvs)[\s-]*v?(?=\d)/i, '$1 ')
    .replace(/^(asvs) 5\.0(?:\.0)?$/i, '$1')
    .replace(/^\d{4,5}$/, 'RFC $&');
}

function allNames(attacks: Attacks): string[] {
  return [...new Set([...rules.map(({ id }) => id), ...attacks.flatMap(({ references }) => references)])];
}

function citing(name: string, attacks: Attacks): string[] {
  return attacks.flatMap(({ id, references }) => (references.includes(name) ? [id] : []));
}
