import type { Attack } from '../../kinds/attack.ts';
import { type InjectedCookies, injectCookies, judgeInjectedCookies, named } from '../../kit/pages/injected-cookies.ts';

/** Chromium trims none of them from a name; servers that trim Unicode white space do. */
const spaces = ['\u2000', '\u3000', '\u00a0', '\u0085'];

export default {
  kind: 'attack',
  id: 'cookie-prefix-unicode',
  title: 'Cookie prefix behind Unicode white space',
  question: 'Do browser and server agree on what a cookie is called?',
  goal: "Pass a sibling subdomain's cookie off as one whose prefix forbids that.",
  precondition: 'sibling-domain',
  severity: 'medium',
  references: ['CWE-180', 'CWE-565', 'ASVS 3.3.3', 'RFC 6265bis §4.1.3'],
  steps: [
    'The victim signs in at the application, in a real browser.',
    "A sibling subdomain sets the attacker's own, valid cookies for the whole site, under the application's name with a Unicode space before it: to the browser that is another name, without a prefix.",
    'A page of the application asks who it is, renewing first where there is something to renew.',
    'The same in a browser in which nobody is signed in: whoever uses it then uses the account of the attacker.',
  ],
  fix: 'Take the names of cookies as they are: trim nothing but spaces and tabs from them.',
  controls: ['cookie-name-trimmed'],
  needs: { hooks: ['browser'] },
  appliesTo: ({ ambient }) => ambient !== 'never' || 'there is no cookie that could be displaced',
  expected: () => 'blocked',
  attempt: (stage) =>
    injectCookies(
      stage,
      named((name) => spaces.map((space) => `${space}${name}`)),
    ),
  judge: judgeInjectedCookies,
} satisfies Attack<InjectedCookies>;
