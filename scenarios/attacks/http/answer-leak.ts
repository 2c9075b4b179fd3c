import type { Settings } from '../../../servers/settings.ts';
import type { Artefact } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { credentialCookies } from '../../kit/clients/credential-cookies.ts';
import { everyAnswer, type StepAnswer } from '../../kit/clients/every-answer.ts';
import { type Attempt, judgeAttempts } from '../../kit/evidence/attempts.ts';
import { type Told, toldBy } from '../../kit/evidence/told.ts';
import { isPasswordHash, isSecretMember } from '../../kit/tokens/secrets.ts';
import type { Stage } from '../../stage.ts';

type Seen = { readonly attempts: readonly Attempt[] };

/** Where servers tell how they are, and at times far more. */
const openPlaces = [
  '/healthz',
  '/readyz',
  '/health',
  '/status',
  '/info',
  '/metrics',
  '/env',
  '/actuator/env',
  '/config',
];

export default {
  kind: 'attack',
  id: 'answer-leak',
  title: 'Secrets in answers and tokens',
  question: 'Do answers or tokens tell what only the server, or only the cookie jar, should know?',
  goal: 'Read a credential where scripts and logs see it, a hash to guess the password from, or a key of the server.',
  precondition: 'own-account',
  severity: 'high',
  references: ['CWE-200', 'CWE-212', 'CWE-522', 'CWE-497', 'ASVS 3.3.4', 'ASVS 14.2.6', 'ASVS 15.3.1', 'WSTG-INFO-05'],
  steps: [
    'A user and an administrator do what the application offers; strangers look at the pages that tell how a server is.',
    'All texts of the answers are read: headers, cookies, bodies, and what can be read in the tokens among them.',
    'Looked for are what a client holds in cookies that scripts cannot read, anywhere but in those; passwords and their hashes, by form and by name; keys of the server and parts of them.',
    'Where a cookie is sealed anew each time, what is as long in an answer is put in its place: it may be another seal of the same.',
  ],
  fix: 'Answer with members that you name, never with whole records, and repeat no credential. Tell strangers no more than that the server is up.',
  controls: ['account-told-whole', 'request-repeated-in-answers'],
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const answers = await everyAnswer(stage);
    const attempts = answers.map((answer) => attemptOf(stage, answer));
    for (const answer of answers) attempts.push(...(await secondCopies(stage, answer)));
    const { headers } = stage.request('me');
    for (const path of openPlaces) {
      const reply = await stage.send({ method: 'GET', path, headers });
      const leak = toldBy(reply)
        .map((told) => serverSecret(stage.target.settings, told) ?? kept(told))
        .find((one) => one !== undefined);
      attempts.push({ way: `GET ${path}`, status: reply.status, ...(leak && { got: leak }) });
    }
    return { attempts };
  },

  judge: ({ attempts }): Judgement => judgeAttempts(attempts, 'answers that tell a secret'),
} satisfies Attack<Seen>;

function attemptOf(stage: Stage, { step, reply, user, held }: StepAnswer): Attempt {
  const cookies = credentialCookies(stage.target.protocol);
  const values = held.flatMap((credential) =>
    Object.entries(credential).flatMap(([name, artefact]) => (isInCookies(stage, name) ? longValues(artefact) : [])),
  );
  const leak = toldBy(reply)
    .filter(({ at }) => !cookies.some((name) => at === `cookie ${name}`))
    .map((told) => {
      if (values.some((value) => told.text.includes(value))) return `what a cookie holds, in ${told.at}`;
      if (told.text.includes(user.password)) return `the password, in ${told.at}`;
      return serverSecret(stage.target.settings, told) ?? kept(told);
    })
    .find((one) => one !== undefined);
  return { way: step, status: reply.status, ...(leak && { got: leak }) };
}

/**
 * A sealed cookie has as many texts as it was sealed times: one that is told elsewhere is not what the cookie holds, and as
 * good. What is long enough to be one is put in its place.
 */
async function secondCopies(stage: Stage, { step, reply, user, held }: StepAnswer): Promise<Attempt[]> {
  if (stage.target.traits.credential !== 'sealed') return [];
  const cookies = credentialCookies(stage.target.protocol);
  const told = toldBy(reply).filter(({ at }) => !cookies.some((name) => at === `cookie ${name}`));
  const attempts: Attempt[] = [];
  for (const { at, text } of told)
    for (const word of text.match(/[\w.~*-]{64,}/g) ?? [])
      for (const credential of held)
        for (const [name, artefact] of Object.entries(credential)) {
          if (!isInCookies(stage, name)) continue;
          const values = Object.fromEntries(Object.keys(artefact.values).map((key) => [key, word]));
          const isUser = (await stage.whoAmI({ ...credential, [name]: { ...artefact, values } })) === user.id;
          attempts.push({
            way: `${step}, in ${at}`,
            status: reply.status,
            ...(isUser && { got: 'a second copy of the cookie' }),
          });
        }
  return attempts;
}

function isInCookies({ target: { protocol } }: Stage, name: string): boolean {
  const spec = protocol.credentials[name];
  return spec !== undefined && spec.role !== 'companion' && spec.from === 'set-cookie';
}

/** What is too long to stand somewhere by chance. */
function longValues({ values }: Artefact): string[] {
  return Object.values(values).filter(({ length }) => length >= 16);
}

/** What the server keeps of an account that is no business of a client. */
function kept({ at, text }: Told): string | undefined {
  if (isPasswordHash(text)) return `the hash of a password, in ${at}`;
  return isSecretMember(at.split('.').at(-1) ?? '', text) ? `what is called a secret, in ${at}` : undefined;
}

/** A key of the server as it was given, or a part of it that is too long to be one by chance. */
function serverSecret({ tokenKey, cookieKey }: Partial<Settings>, { at, text }: Told): string | undefined {
  const keys = [secretPart(tokenKey), cookieKey].filter((key) => key !== undefined && key !== '');
  const isTold = (key: string) => text.includes(key) || (text.length >= leastPart && key.includes(text));
  return keys.some((key) => isTold(key ?? '')) ? `a key of the server, or a part of it, in ${at}` : undefined;
}

/** As many symbols of base64url as are 48 bits. */
const leastPart = 8;

function secretPart(key: string | undefined): string | undefined {
  return key?.startsWith('{') ? JSON.parse(key).d : key;
}
