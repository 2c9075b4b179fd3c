import type { StepName } from '../../../servers/scheme.ts';
import type { Credential, How, Reply, User } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { isRenewed, redeem } from '../../kit/clients/renewal.ts';
import { type Attempt, judgeAttempts } from '../../kit/evidence/attempts.ts';
import { together } from '../../kit/evidence/together.ts';
import type { Stage } from '../../stage.ts';

type Seen = { readonly attempts: readonly Attempt[] };

const rounds = 6;
const perUser = 6;
/** Long enough for all to be under way together. */
const slowMs = 60;

export default {
  kind: 'attack',
  id: 'identity-mixup',
  title: 'Identities mixed up between requests',
  question: 'Can a request be answered for somebody else whose request is under way at the same instance?',
  goal: 'Be taken for somebody whose request the server works on at the same time.',
  precondition: 'own-account',
  severity: 'critical',
  references: ['CWE-488', 'CWE-567', 'CWE-362', 'CWE-1265', 'ASVS 15.4.1', 'ASVS 8.2.2'],
  steps: [
    `Two users log in ${perUser} times each, all at once and at one instance, while somebody tries wrong passwords for both.`,
    'With these sign-ins they ask who they are, wait for a slow page, transfer, renew and log out, each in turn and all at once, and both kinds of page at once.',
    'Every answer, every credential that is handed out, and every transfer in the database must be for whoever asked. A wrong password must sign in nobody.',
    `${rounds} rounds.`,
  ],
  fix: 'Keep who asks with the request itself, in nothing that requests share. Never give the answer to one request to that of another sign-in.',
  controls: ['answers-coalesced'],
  needs: { optIn: 'many-logins' },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const attempts: Attempt[] = [];
    for (let round = 0; round < rounds && attempts.every(({ got }) => got === undefined); round += 1)
      attempts.push(...(await mix(stage)));
    return { attempts };
  },

  judge({ attempts }): Judgement {
    const judged = judgeAttempts(attempts, 'requests beside those of others');
    const answered = attempts.filter(({ status }) => status >= 200 && status < 300).length;
    if (judged.outcome === 'blocked' && answered * 2 < attempts.length)
      return {
        ...judged,
        outcome: 'inconclusive',
        because: `only ${answered} of ${attempts.length} were served at all`,
      };
    return judged;
  },
} satisfies Attack<Seen>;

interface Client {
  readonly user: User;
  readonly held: Credential;
}

async function mix(stage: Stage): Promise<Attempt[]> {
  const { steps } = stage.target.protocol;
  const { effects } = stage.hooks;
  const people = pairs(stage).flat();
  const attempts: Attempt[] = [];
  const signingIn = people.map((user) => logIn(stage, user, user.password));
  const guessing = people.slice(0, 4).map((user) => logIn(stage, user, 'not the password'));
  const [logins, guesses] = [await together(...signingIn), await together(...guessing)];
  for (const { status, held } of guesses)
    if (Object.keys(held).length > 0 && (await stage.whoAmI(held)))
      attempts.push({ way: 'login with a wrong password', status, got: 'a sign-in' });

  let clients: readonly Client[] = logins;
  const all = async (step: StepName, how: How = {}) => {
    const answers = await together(...clients.map(({ user, held }) => ask(stage, step, user, { ...how, as: held })));
    attempts.push(...answers.map(({ attempt }) => attempt));
    return answers.map(({ reply }) => reply);
  };
  attempts.push(...(await ownersOf(stage, clients, 'login')));
  await all('me');
  if (steps.slow) {
    await all('slow', { values: { ms: String(slowMs) } });
    // what is answered at once, beside what waits for the store: a variable of both then holds the other one
    const mixed = clients.map(({ user, held }, i) =>
      i % 4 < 2 ? ask(stage, 'slow', user, { as: held, values: { ms: '0' } }) : ask(stage, 'me', user, { as: held }),
    );
    attempts.push(...(await together(...mixed)).map(({ attempt }) => attempt));
  }
  if (steps.transfer && effects) {
    const booked = () => together(effects(stage.victim.id), effects(stage.attacker.id));
    const before = await booked();
    await all('transfer');
    const after = await booked();
    const gained = after.map((n, i) => n - (before[i] ?? 0));
    const isEven = gained.every((n) => n === perUser);
    attempts.push({
      way: 'transfers',
      status: 200,
      ...(!isEven && { got: `${gained.join(' and ')} of ${perUser} each` }),
    });
  }
  if (steps.refresh) {
    const replies = await all('refresh');
    clients = clients.flatMap(({ user }, i) => {
      const reply = replies[i];
      return reply && isRenewed(stage, reply) ? [{ user, held: reply.credential }] : [];
    });
    attempts.push(...(await ownersOf(stage, clients, 'refresh')));
    // a second time: what was handed out for another one is then redeemed
    if (clients.length > 0) await all('refresh');
  }
  if (steps.logout) attempts.push(...(await leave(stage)));
  return attempts;
}

/** Half of the sign-ins are ended at once: those, where one by itself is ended, and no others. */
async function leave(stage: Stage): Promise<Attempt[]> {
  const clients = await together(
    ...[...pairs(stage), [stage.victim]].flat().map((user) => logIn(stage, user, user.password)),
  );
  const [alone, ...others] = clients;
  if (!alone) return [];
  const end = ({ held }: Client) => stage.perform('logout', { as: held, instance: 0 });
  await end(alone);
  const ends = !(await isAlive(stage, alone));
  const leaving = others.filter(({ user }) => user === stage.victim);
  await together(
    ...others.map((client) =>
      leaving.includes(client) ? end(client) : ask(stage, 'me', client.user, { as: client.held }),
    ),
  );
  const attempts: Attempt[] = [];
  for (const client of others) {
    const alive = await isAlive(stage, client);
    const wrong = leaving.includes(client)
      ? ends && alive && 'a sign-in that was ended'
      : !alive && 'the sign-in of another ended';
    attempts.push({ way: 'logout', status: alive ? 200 : 401, ...(wrong && { got: wrong }) });
  }
  return attempts;
}

async function isAlive(stage: Stage, { user, held }: Client): Promise<boolean> {
  if (stage.target.protocol.steps.refresh) return (await redeem(stage, held, { instance: 0 })) !== undefined;
  return (await stage.whoAmI(held, { instance: 0 })) === user.id;
}

function pairs(stage: Stage): readonly (readonly User[])[] {
  return Array.from({ length: perUser }, () => [stage.victim, stage.attacker]);
}

async function logIn(stage: Stage, user: User, password: string) {
  const { status, credential } = await stage.perform('login', {
    instance: 0,
    values: { username: user.username, password },
  });
  return { user, held: credential, status };
}

/** Whether the answer is for whoever asked. */
async function ask(stage: Stage, step: StepName, user: User, how: How): Promise<{ attempt: Attempt; reply: Reply }> {
  const reply = await stage.perform(step, { ...how, instance: 0 });
  const { ok = [] } = stage.target.protocol.steps[step] ?? {};
  const isOther = ok.includes(reply.status) && reply.subject !== undefined && reply.subject !== user.id;
  return { reply, attempt: { way: step, status: reply.status, ...(isOther && { got: 'an answer for another' }) } };
}

/** Whether what was handed out speaks for whoever it was handed to; each part by itself. */
async function ownersOf(stage: Stage, clients: readonly Client[], step: StepName): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for (const { user, held } of clients) {
    const named = await stage.whoAmI(held, { instance: 0 });
    const isOther = named !== undefined && named !== user.id;
    attempts.push({
      way: `what ${step} handed out`,
      status: named === undefined ? 401 : 200,
      ...(isOther && { got: 'the sign-in of another' }),
    });
  }
  return attempts;
}
