import type { Attack } from '../../kinds/attack.ts';
import { type InjectedCookies, injectCookies, judgeInjectedCookies, named } from '../../kit/pages/injected-cookies.ts';

export default {
  kind: 'attack',
  id: 'cookie-tossing',
  title: 'Cookie tossing',
  question: "Can another subdomain put its own cookie in front of the application's?",
  goal: "Have the victim work in the attacker's sign-in without noticing.",
  precondition: 'sibling-domain',
  severity: 'high',
  references: ['CWE-565', 'CWE-384', 'ASVS 3.3.3', 'RFC 6265bis §4.1.3.2', 'RFC 6265bis §8.6'],
  steps: [
    'The victim signs in at the application, in a real browser.',
    "A sibling subdomain sets the attacker's own, valid cookies for the whole site and for the path that reads them: under the name that the application uses, under its prefix in other letters, under the other prefix, and without one.",
    'A page of the application asks who it is, renewing first where there is something to renew.',
    'The same in a browser in which nobody is signed in: whoever uses it then uses the account of the attacker.',
  ],
  fix: 'Name the session cookie with the prefix __Host-: no sibling subdomain can set one that is called so.',
  controls: ['cookie-prefix-not-required'],
  needs: { hooks: ['browser'] },
  appliesTo: ({ ambient }) => ambient !== 'never' || 'there is no cookie that could be displaced',
  expected: () => 'blocked',
  attempt: (stage) => injectCookies(stage, named(spellings)),
  judge: judgeInjectedCookies,
} satisfies Attack<InjectedCookies>;

function spellings(name: string): readonly string[] {
  const bare = name.replace(/^__(?:Host|Secure)-/, '');
  const former = bare.replace(/^Http-/, '');
  return [...new Set([name, `__host-${bare}`, `__HOST-${bare}`, `__Secure-${bare}`, bare, former])];
}
