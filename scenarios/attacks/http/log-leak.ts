import type { Artefact } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import type { Stage } from '../../stage.ts';

type Seen = {
  /** Secrets that really travelled, each looked for in six spellings. */
  readonly sought: number;
  /** Kinds of secrets that were found, and how. */
  readonly found: readonly string[];
  /** What the logs held then, in characters: an empty log proves little. */
  readonly logged: number;
};

export default {
  kind: 'attack',
  id: 'log-leak',
  title: 'Credentials in logs',
  question: 'Does anything that a server writes down let its reader act as somebody?',
  goal: 'Read a usable credential out of the logs.',
  precondition: 'dump',
  severity: 'high',
  references: ['CWE-532', 'ASVS 16.2.5', 'ASVS 14.2.1', 'RFC 6750 §5.3'],
  steps: [
    'A user logs in, works, mistypes their password, sends malformed bodies and headers with their credentials in them, replays a spent token, asks for unknown pages with a token in the address, and logs out.',
    'The logs of all instances are searched for every password, cookie and token that was sent or handed out: as it is, percent-encoded, in base64 and base64url, in hex, and by its secret part alone.',
  ],
  fix: 'Write no password, cookie, token or address that holds one into a log. Mask or hash what must be told apart there.',
  controls: ['logs-requests'],
  needs: { steps: ['transfer'], hooks: ['logs'] },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const secrets = await everydayLife(stage);
    const logs = (await stage.hooks.logs?.()) ?? '';
    const found = [...secrets].flatMap(([secret, kind]) =>
      Object.entries(spellings(secret))
        .filter(([, spelling]) => logs.includes(spelling))
        .map(([how]) => `${kind} ${how}`),
    );
    return { sought: secrets.size, found: [...new Set(found)], logged: logs.length };
  },

  judge({ sought, found, logged }): Judgement {
    const counts = { tries: sought, successes: Math.min(found.length, sought) };
    if (found.length > 0) return { ...counts, outcome: 'succeeded', because: `the logs hold: ${found.join(', ')}` };
    if (logged === 0) return { ...counts, outcome: 'inconclusive', because: 'the logs were empty' };
    return {
      ...counts,
      outcome: 'blocked',
      because: `none of ${sought} credentials was found in ${logged} characters of logs`,
    };
  },
} satisfies Attack<Seen>;

/** @returns each secret that travelled, and its kind. */
async function everydayLife(stage: Stage): Promise<Map<string, string>> {
  const { victim, request, send, perform } = stage;
  const { username, password } = victim;
  const typo = `${password}~typo`;
  const secrets = new Map([
    [password, 'password'],
    [typo, 'mistyped password'],
  ]);
  const learn = (credential: Readonly<Record<string, Artefact>>) => {
    for (const { role, values } of Object.values(credential))
      for (const value of Object.values(values)) secrets.set(value, `${role} credential`);
  };
  const values = { username, password };
  const held = await stage.signIn(victim);
  learn(held);
  await perform('login', { values: { username, password: typo } });
  const login = request('login', { values });
  await send({ ...login, body: `${login.body}}}` });
  await send({ ...login, body: login.body?.replace('password', 'passphrase') ?? '' });
  await send({ ...login, body: JSON.stringify({ username: password, password: { nested: password } }) });
  const me = request('me', { as: held });
  const [secret = ''] = [...secrets.keys()].slice(2);
  await send({ ...me, path: `${me.path}?access_token=${encodeURIComponent(secret)}` });
  await send({ ...me, path: `/no-such/${encodeURIComponent(secret)}` });
  await send({ ...me, headers: { ...me.headers, authorization: `Bearer ${secret}, Bearer ${secret}` } });
  await perform('transfer', { as: held });
  if (stage.target.protocol.steps.refresh) {
    learn((await perform('refresh', { as: held })).credential);
    await perform('refresh', { as: held });
  }
  await perform('logout', { as: held });
  await perform('me', { as: held });
  return secrets;
}

function spellings(secret: string): Record<string, string> {
  const bytes = Buffer.from(secret);
  return {
    'as it is': secret,
    'percent-encoded': encodeURIComponent(secret),
    'in base64': bytes.toString('base64').replace(/=+$/, ''),
    'in base64url': bytes.toString('base64url'),
    'in hex': bytes.toString('hex'),
    // of a token its signature, of a pair its second half: the rest may be known
    'by its secret part': secret.slice(secret.lastIndexOf('.') + 1),
  };
}
