import type { Reply } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { type Attempt, judgeAttempts } from '../../kit/evidence/attempts.ts';
import { readCompact } from '../../kit/tokens/compact-token.ts';

type Seen = { readonly attempts: readonly Attempt[] };

export default {
  kind: 'attack',
  id: 'bff-token-told',
  title: 'Token told to the page',
  question: 'Do the tokens stay on the server, or does an answer give one to the page?',
  goal: 'Take a token out of the page, which is good elsewhere and outlives the session.',
  precondition: 'injected-script',
  severity: 'high',
  references: ['CWE-522', 'RFC 10017 §6.1'],
  steps: [
    'The victim signs in and uses each route of theirs.',
    'Body and headers of every answer are searched for signed tokens that name the victim.',
  ],
  fix: 'Keep tokens on the server: put none into a body or header of an answer, and give the browser a session cookie alone.',
  controls: ['bff-token-mediated'],
  appliesTo: ({ behind }) => behind === 'resource-server' || 'no tokens stay behind on the server',
  expected: () => 'blocked',

  async attempt(stage) {
    const { username, password, id } = stage.victim;
    const login = await stage.perform('login', { values: { username, password } });
    const as = login.credential;
    const replies: [string, Reply][] = [['login', login]];
    for (const step of ['me', 'transfer', 'admin', 'slow', 'logout'] as const)
      if (stage.target.protocol.steps[step])
        replies.push([step, await stage.perform(step, { as, values: { ms: '0' } })]);
    const attempts = replies.map(([way, reply]): Attempt => {
      const told = tokensIn(reply).some((token) => subjectOf(token) === id);
      return { way, status: reply.status, ...(told && { got: 'a token of the victim' }) };
    });
    return { attempts };
  },

  judge: ({ attempts }): Judgement => judgeAttempts(attempts, 'answers that tell a token'),
} satisfies Attack<Seen>;

function tokensIn({ body, headers, text = '' }: Reply): readonly string[] {
  return `${JSON.stringify([body, headers])} ${text}`.match(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g) ?? [];
}

function subjectOf(token: string): unknown {
  try {
    return readCompact(token).payload.sub;
  } catch {
    return undefined;
  }
}
