import type { LoadScenario } from '../load.ts';

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
  check(reply, { user }) {
    if (reply.status !== 200) return `status ${reply.status}`;
    if (reply.subject !== user.id) return reply.subject === undefined ? 'names nobody' : 'names another user';
    if (Object.keys(reply.credential).length === 0) return 'hands out no credential';
    return undefined;
  },
} satisfies LoadScenario;
