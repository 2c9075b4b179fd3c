import type { LoadScenario } from '../kinds/load.ts';

export default {
  kind: 'load',
  id: 'authenticated-read',
  title: 'Authenticated read',
  question: 'What does it cost to know who is asking, on every request?',
  signedIn: true,
  saturate: true,
  step: 'me',
  perUser: Number.POSITIVE_INFINITY,
  appliesTo: () => true,
  check(reply, { user }, { ok }) {
    if (!ok.includes(reply.status)) return `status ${reply.status}`;
    if (reply.subject !== user.id) return reply.subject === undefined ? 'names nobody' : 'names another user';
    return undefined;
  },
} satisfies LoadScenario;
