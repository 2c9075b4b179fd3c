import type { Reply } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { everyAnswer, type StepAnswer } from '../../kit/clients/every-answer.ts';
import { type Attempt, judgeAttempts } from '../../kit/evidence/attempts.ts';
import { textsIn } from '../../kit/evidence/told.ts';
import type { Stage } from '../../stage.ts';

type Seen = { readonly attempts: readonly Attempt[] };

export default {
  kind: 'attack',
  id: 'browser-cache-leak',
  title: 'Answers kept by the browser',
  question: 'Does a browser keep on its disk what it was told about its user, for whoever uses it next?',
  goal: 'Read pages and tokens of a former user from the cache of a shared browser.',
  precondition: 'none',
  severity: 'low',
  references: ['CWE-525', 'RFC 9111 §5.2.2.5', 'RFC 6749 §5.1', 'ASVS 14.3.2', 'WSTG-ATHN-06'],
  steps: [
    'A user and an administrator do what the application offers.',
    'An answer to a GET that speaks for somebody, and any whose body hands out a token, must say no-store. Other answers to POST are kept by no browser.',
  ],
  fix: 'Send Cache-Control: no-store with every answer that names its user or hands out a token.',
  controls: ['answers-cacheable'],
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const answers = (await everyAnswer(stage)).filter((answer) => isPrivate(stage, answer));
    const attempts = answers.map(({ step, reply }) => ({
      way: step,
      status: reply.status,
      ...(!isForgotten(reply) && { got: `an answer that is kept (${said(reply)})` }),
    }));
    return { attempts };
  },

  judge: ({ attempts }): Judgement => judgeAttempts(attempts, 'answers that a browser keeps'),
} satisfies Attack<Seen>;

function isPrivate({ target: { protocol } }: Stage, { step, reply, user }: StepAnswer): boolean {
  const { method, ok } = protocol.steps[step] ?? protocol.steps.me;
  if (!ok.includes(reply.status)) return false;
  return (method === 'GET' && reply.subject === user.id) || handsOutInBody(reply);
}

function handsOutInBody({ credential, body }: Reply): boolean {
  const held = Object.values(credential).flatMap(({ values }) => Object.values(values));
  return textsIn(body, 'body').some(({ text }) => held.includes(text));
}

function isForgotten(reply: Reply): boolean {
  return /(^|[\s,])no-store($|[\s,])/i.test(said(reply));
}

function said({ headers }: Reply): string {
  return `Cache-Control: ${[headers['cache-control'] ?? 'absent'].flat().join(', ')}`;
}
