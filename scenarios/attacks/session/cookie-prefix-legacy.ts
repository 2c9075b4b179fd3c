import type { Attack } from '../../kinds/attack.ts';
import {
  type InjectedCookies,
  injectCookies,
  judgeInjectedCookies,
  type Pair,
} from '../../kit/pages/injected-cookies.ts';

export default {
  kind: 'attack',
  id: 'cookie-prefix-legacy',
  title: 'Cookie prefix within another cookie',
  question: 'Does the server find cookies only where the browser has put them?',
  goal: "Pass a sibling subdomain's cookie off as one whose prefix forbids that.",
  precondition: 'sibling-domain',
  severity: 'high',
  references: ['CWE-436', 'CWE-565', 'CVE-2023-23934', 'ASVS 3.3.3', 'RFC 2109 §4.4', 'RFC 6265bis §4.1.3'],
  steps: [
    'The victim signs in at the application, in a real browser.',
    "A sibling subdomain sets, for the whole site, one cookie with the name $Version. In its value, behind a comma, are the attacker's own, valid cookies: parsers of RFC 2109 read them out of it.",
    'It also sets them with no name at all: some parsers drop the = before them.',
    'A page of the application asks who it is, renewing first where there is something to renew.',
    'The same in a browser in which nobody is signed in: whoever uses it then uses the account of the attacker.',
  ],
  fix: 'Read cookies by RFC 6265: semicolons alone part them, $Version means nothing, and a cookie without a name is none of yours.',
  controls: ['cookies-parted-by-commas'],
  needs: { hooks: ['browser'] },
  appliesTo: ({ ambient }) => ambient !== 'never' || 'there is no cookie that could be displaced',
  expected: () => 'blocked',
  attempt: (stage) => injectCookies(stage, legacyLines),
  judge: judgeInjectedCookies,
} satisfies Attack<InjectedCookies>;

/** One line holds them all: a browser keeps one cookie of a name. */
export function legacyLines(genuine: readonly Pair[]): string[] {
  const pairs = genuine.map(([name, value]) => `${name}=${value}`);
  return [`$Version=1,${pairs.join(',')}`, ...pairs.map((pair) => `=${pair}`)];
}
