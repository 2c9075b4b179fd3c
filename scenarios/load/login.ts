import type { LoadScenario } from '../kinds/load.ts';

export default {
  kind: 'load',
  id: 'login',
  title: 'Login',
  question: 'What does it cost to start a sign-in, beyond the password hash that every scheme pays?',
  signedIn: false,
  saturate: false,
  step: 'login',
  perUser: Number.POSITIVE_INFINITY,
  appliesTo: () => true,
  check(reply, { user }, { ok, subject }) {
    if (!ok.includes(reply.status)) return `status ${reply.status}`;
    // where the protocol has a login name nobody, the credential alone is its work
    if (subject !== undefined && reply.subject !== user.id)
      return reply.subject === undefined ? 'names nobody' : 'names another user';
    if (Object.keys(reply.credential).length === 0) return 'hands out no credential';
    return undefined;
  },
} satisfies LoadScenario;
