import type { Artefact, Credential, Reply } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { cookiesSetBy, isDeletion } from '../../kit/clients/set-cookie.ts';
import { readCompact } from '../../kit/tokens/compact-token.ts';
import { minterFrom } from '../../kit/tokens/minted-token.ts';
import { accessTokenOf, withAccessToken } from '../../kit/tokens/presented-token.ts';
import type { Stage } from '../../stage.ts';

type Refusal = {
  readonly reason: string;
  readonly status: number;
  /** All of the answer that a client can tell refusals apart by, and nothing secret: it is short. */
  readonly answer: string;
  /** Whether the answer repeats something of the credential. */
  readonly reflects: boolean;
  /** Whether it was none: somebody was in. */
  readonly accepted: boolean;
};

type Seen = {
  readonly requests: readonly Refusal[];
  readonly logins: readonly Refusal[];
  /** Where pages answer: whether two answers to the same had the same words. */
  readonly steady?: boolean;
};

export default {
  kind: 'attack',
  id: 'error-oracle',
  title: 'What refusals give away',
  question: 'Do all refusals look alike, whatever the reason?',
  goal: 'Learn from the answers which part of a guess was right, or which account exists.',
  precondition: 'none',
  severity: 'low',
  references: ['CWE-204', 'CWE-209', 'RFC 6750 §3.1', 'ASVS 6.3.8', 'ASVS 16.5.1', 'WSTG-IDNT-04'],
  steps: [
    'They present a credential with its end changed, one of the right shape that was never issued, one that was ended or has expired, and one of an account that was disabled.',
    'They log in with a wrong password, as an unknown user, and with the right password of a disabled account.',
    'They compare status, body and challenge of the answers, of pages their words, and look for their own input in them.',
    'On servers that are not ours no account is disabled, and reasons to refuse a login alone are compared: each is asked for twice.',
  ],
  fix: 'Answer a wrong password and an unknown name in the same words, and repeat no credential.',
  controls: ['verbose-errors'],
  appliesTo: () => true,
  expected: () => 'blocked',

  attempt: (stage) => (stage.target.protocol.steps.admin ? onOurs(stage) : onOthers(stage)),

  judge({ requests, logins, steady }): Judgement {
    const all = [...requests, ...logins];
    const reflecting = all.filter(({ reflects }) => reflects);
    const told = [requests, logins].flatMap((group) => {
      const [first] = group;
      return group.filter(({ answer }) => answer !== first?.answer).map(({ reason }) => [first?.reason, reason]);
    });
    const counts = { tries: all.length, successes: reflecting.length + told.length };
    if (all.some(({ accepted }) => accepted))
      return { ...counts, outcome: 'inconclusive', because: 'what should have been refused was accepted' };
    if (steady === false)
      return { ...counts, outcome: 'inconclusive', because: 'the same login was answered in different words' };
    if (told.length > 0)
      return { ...counts, outcome: 'succeeded', because: `the answers tell apart: ${told[0]?.join(' and ')}` };
    if (reflecting.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `an answer repeats what was presented: ${reflecting[0]?.reason}`,
      };
    if (all.some(({ status }) => status >= 500))
      return { ...counts, outcome: 'blocked-by-crash', because: 'a server error answered' };
    return {
      ...counts,
      outcome: 'blocked',
      because:
        requests.length > 1
          ? `${requests.length} reasons to refuse a request had one answer, and ${logins.length} to refuse a login another`
          : `a login was refused alike for ${logins.length} reasons, and no answer repeated what was presented`,
    };
  },
} satisfies Attack<Seen>;

async function onOurs(stage: Stage): Promise<Seen> {
  const disabled = stage.user(3);
  const held = await stage.signIn(stage.attacker);
  const ofDisabled = await stage.signIn(disabled);
  await stage.perform('disable', { as: await stage.signIn(stage.admin), values: { id: disabled.id } });

  const presented: Record<string, Credential> = {
    'end changed': mapValues(held, (value) => value.slice(0, -6) + reversed(value.slice(-6))),
    'never issued': mapValues(held, (value) => reversed(value)),
    ...(await outOfUse(stage)),
    ...(stage.target.traits.revocation === 'immediate' && { 'account disabled': ofDisabled }),
  };
  const requests: Refusal[] = [];
  for (const [reason, as] of Object.entries(presented)) {
    requests.push(refusal(reason, await stage.perform('me', { as }), secretsOf(as)));
  }
  const wrong = 'not the password';
  const logins: Refusal[] = [];
  for (const [reason, values] of Object.entries({
    'wrong password': { username: stage.attacker.username, password: wrong },
    'unknown user': { username: 'nobody-at-all', password: wrong },
    'account disabled': { username: disabled.username, password: disabled.password },
  })) {
    logins.push(refusal(reason, await stage.perform('login', { values }), [values.username, values.password]));
  }
  return { requests, logins };
}

/** Users of somebody else are neither disabled nor locked out: two wrong passwords are what a forgetful one sends. */
async function onOthers(stage: Stage): Promise<Seen> {
  const reverse = mapValues(await stage.signIn(stage.attacker), reversed);
  const call = await stage.perform('me', { as: reverse });
  // some answer 200 to strangers, and name nobody
  const request = { ...refusal('never issued', call, secretsOf(reverse)), accepted: call.subject !== undefined };
  const password = 'not-the-password-2';
  const known = { username: stage.attacker.username, password };
  const unknown = { username: 'nobody-at-all', password };
  const logins: Refusal[] = [];
  for (const values of [known, unknown, unknown, known]) {
    const reason = values === known ? 'wrong password' : 'unknown user';
    const direct = await stage.perform('login', { values });
    const accepted = (await stage.whoAmI(direct.credential)) !== undefined;
    const reply = accepted ? direct : await pageBehind(stage, direct);
    logins.push({ ...refusal(reason, reply, [password], [values.username]), accepted });
  }
  const [first, second, third, fourth] = logins.map(({ answer }) => answer);
  return { requests: [request], logins: logins.slice(0, 2), steady: first === fourth && second === third };
}

/** Many say on the page behind a redirect why a login was refused, to whoever has the cookies of that conversation. */
async function pageBehind(stage: Stage, reply: Reply): Promise<Reply> {
  const [to] = [reply.headers.location ?? []].flat();
  const { host = '' } = stage.request('me').headers;
  const at = to !== undefined && URL.canParse(to, `http://${host}`) ? new URL(to, `http://${host}`) : undefined;
  if (reply.status < 300 || reply.status > 399 || at?.host !== host) return reply;
  const set = cookiesSetBy(reply.headers).filter((one) => !isDeletion(one));
  const cookie = [...new Map(set.map(({ key, value }) => [key, value]))].map((pair) => pair.join('=')).join('; ');
  const request = { method: 'GET', path: at.pathname + at.search, headers: { host, ...(cookie && { cookie }) } };
  const page = await stage.send(request);
  return page.text === undefined ? reply : { ...reply, text: page.text };
}

/** A credential that was good once: one that has expired where that can be signed, else one that was ended. */
async function outOfUse(stage: Stage): Promise<Record<string, Credential>> {
  const held = await stage.signIn(stage.attacker);
  if (stage.target.traits.credential === 'self-contained' && stage.hooks.mint) {
    const past = Math.floor(Date.now() / 1_000) - 3_600;
    const token = await (await minterFrom(stage, held)).mint({ payload: { iat: past - 60, exp: past } });
    return { expired: withAccessToken(held, token) };
  }
  if (stage.target.traits.revocation !== 'immediate') return {};
  await stage.perform('logout', { as: held });
  return { ended: held };
}

/**
 * @param secrets what must not come back; of a page, short ones stand in it by chance
 * @param shown what may, as a form shows again whose name was typed
 */
function refusal(reason: string, reply: Reply, secrets: readonly string[], shown: readonly string[] = []): Refusal {
  const { status, body, text, headers, subject } = reply;
  const said = text === undefined ? JSON.stringify(body) : wordsOf(text, shown);
  const answer = `${status} ${said} ${headers['www-authenticate'] ?? ''}${text === undefined ? '' : (headers.location ?? '')}`;
  const whole = text === undefined ? answer : text;
  const long = text === undefined ? secrets : secrets.filter((secret) => secret.length >= shortestSecret);
  return {
    reason,
    status,
    answer: text === undefined ? answer.slice(0, 300) : answer,
    reflects: long.some((secret) => whole.includes(secret)),
    accepted: status >= 200 && status < 300 && (text === undefined || subject !== undefined),
  };
}

const shortestSecret = 12;

/** What somebody reads on a page, without numbers and values that are new each time. */
function wordsOf(html: string, shown: readonly string[]): string {
  const visible = html.replace(/<(script|style|head)\b.*?<\/\1>/gis, ' ').replace(/<[^>]*>/g, ' ');
  const plain = shown.reduce((text, one) => text.replaceAll(one, '…'), visible);
  return plain
    .replace(/\S*\d\S*/g, '#')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The values of a credential, and what can be read in them. */
function secretsOf(held: Credential): string[] {
  const values = Object.values(held).flatMap(({ values }) => Object.values(values));
  try {
    const { jti, sub } = readCompact(accessTokenOf(held)).payload;
    return [...values, String(jti), String(sub)];
  } catch {
    return values;
  }
}

function mapValues(held: Credential, change: (value: string) => string): Credential {
  const changed = ({ role, values }: Artefact): Artefact => ({
    role,
    values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)])),
  });
  return Object.fromEntries(
    Object.entries(held).map(([name, one]) => [name, one.role === 'companion' ? one : changed(one)]),
  );
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}
