import type { StepName } from '../../../servers/scheme.ts';
import type { Credential, How, Reply, User } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { bySpelling } from '../../kit/clients/by-spelling.ts';
import type { Stage } from '../../stage.ts';

type Try = {
  readonly step: StepName;
  /** Without a sign-in; as a user; as a user who names the victim. */
  readonly as: 'nobody' | 'user' | 'user for another';
  /** Another spelling of its path; absent where it was asked for as declared. */
  readonly spelled?: string;
  readonly status: number;
  /** Whether it was answered as done, for the one it was asked for. */
  readonly done: boolean;
};

type Seen = {
  readonly tries: readonly Try[];
  /** What became of it: read where it would show, after all tries. */
  readonly effects: { readonly booked: number; readonly victimShutOut: boolean; readonly attackerRaised: boolean };
  /** Whether the administrator can do what was refused. */
  readonly adminCan: boolean;
};

const forEverybody: readonly StepName[] = [
  'me',
  'transfer',
  'slow',
  'logoutAll',
  'password',
  'payout',
  'signIns',
  'endSignIn',
];
const forAdministrators: readonly StepName[] = [
  'admin',
  'disable',
  'enable',
  'setRole',
  'endSignIns',
  'addUser',
  'deleteUser',
];

export default {
  kind: 'attack',
  id: 'missing-authorization',
  title: 'A resource that does not ask who may use it, or for whom',
  question: 'Is there one resource, of all that change something, that asks for no sign-in or no role?',
  goal: 'Do without a sign-in what needs one, or as a user what only an administrator may.',
  precondition: 'own-account',
  severity: 'critical',
  references: [
    'CWE-862',
    'CWE-306',
    'CWE-285',
    'CWE-639',
    'CWE-178',
    'ASVS 8.2.1',
    'ASVS 8.2.2',
    'WSTG-ATHZ-02',
    'WSTG-ATHZ-03',
    'WSTG-ATHZ-04',
    'ASVS 7.2.1',
  ],
  steps: [
    'Every step of the protocol that needs a sign-in is asked for without a credential.',
    'As a user, the attacker asks for the page of administrators, for the role of one, and for an end of the account of the victim.',
    'The same is asked for by other spellings of each path.',
    'For their own transfer and their own page they name the victim: in the query, in a JSON body and in headers that proxies set.',
    'Then it is read what came of it: transfers booked, whether the victim can still log in, whether the attacker sees the page.',
    'At last an administrator does the same, who must be let.',
  ],
  fix: 'Take who asks from the sign-in alone: believe no name that a request brings along.',
  controls: ['sign-in-not-required', 'admin-actions-unguarded', 'account-named-by-request', 'paths-compared-as-text'],
  needs: { hooksOfOurs: ['effects'] },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim, attacker, hooks, target } = stage;
    const booked = async () => (await hooks.effects?.(victim.id)) ?? 0;
    const before = await booked();
    const own = await stage.signIn(attacker);
    const tries: Try[] = [];
    // nobody sees what became of a change of somebody else's server: nothing is changed there
    const [plain, raised] = hooks.effects ? [forEverybody, forAdministrators] : [['me'] as const, []];
    for (const ask of [plainly, spelledOtherwise]) {
      for (const step of [...plain, ...raised]) tries.push(...(await ask(stage, step, 'nobody', {})));
      for (const step of raised) tries.push(...(await ask(stage, step, 'user', own)));
    }
    for (const step of hooks.effects ? (['transfer', 'me'] as const) : (['me'] as const))
      tries.push(...(await askForVictim(stage, step, own)));
    const { admin: page, setRole } = target.protocol.steps;
    const asked = page && (await stage.perform('admin', { as: await stage.signIn(attacker) }));
    const { username, password } = victim;
    const login = await stage.perform('login', { values: { username, password } });
    const effects = {
      booked: (await booked()) - before,
      victimShutOut: (login.subject ?? (await stage.whoAmI(login.credential))) !== victim.id,
      attackerRaised: (asked && page?.ok.includes(asked.status)) ?? false,
    };
    const given = setRole && (await stage.perform('setRole', await byAdministrator(stage)));
    return { tries, effects, adminCan: given === undefined || setRole?.ok.includes(given.status) === true };
  },

  judge({ tries, effects, adminCan }): Judgement {
    const done = tries.filter((one) => one.done);
    const counts = { tries: tries.length, successes: done.length };
    const came = [
      ...done.map(({ step, as, spelled }) => `${step} was done for ${as}${spelled ? `, asked for as ${spelled}` : ''}`),
      ...(effects.booked > 0 ? [`${effects.booked} transfers were booked`] : []),
      ...(effects.victimShutOut ? ['the victim was shut out'] : []),
      ...(effects.attackerRaised ? ['the attacker became an administrator'] : []),
    ];
    if (came.length > 0) return { ...counts, outcome: 'succeeded', because: came.join('; ') };
    if (!adminCan)
      return { ...counts, outcome: 'inconclusive', because: 'the administrator was refused what they may do' };
    const crashed = tries.filter(({ status }) => status >= 500);
    if (crashed.length > 0)
      return { ...counts, outcome: 'blocked-by-crash', because: `a server error answered ${crashed[0]?.step}` };
    return {
      ...counts,
      outcome: 'blocked',
      because: `0 of ${tries.length} requests without a sign-in, without the role or for somebody else were done, and none had an effect`,
    };
  },
} satisfies Attack<Seen>;

async function byAdministrator(stage: Stage): Promise<How> {
  return { as: await stage.signIn(stage.admin), values: { id: stage.attacker.id, role: 'user' } };
}

async function plainly(stage: Stage, step: StepName, as: Try['as'], held: Credential): Promise<Try[]> {
  const spec = stage.target.protocol.steps[step];
  if (!spec) return [];
  const { status, subject } = await stage.perform(step, { as: held, values: valuesOf(stage, step) });
  // a page may be there for everybody, and say who they are: that is what it must not
  const done = spec.ok.includes(status) && (spec.subject === undefined || subject !== undefined);
  return [{ step, as, status, done }];
}

/** What answers to any address at all says nothing of this one: done is what names somebody, or shows in what came of it. */
async function spelledOtherwise(stage: Stage, step: StepName, as: Try['as'], held: Credential): Promise<Try[]> {
  const spec = stage.target.protocol.steps[step];
  if (!spec) return [];
  const names = ({ subject }: Reply) => subject === stage.victim.id || subject === stage.attacker.id;
  const ways = await bySpelling(stage, {
    what: spec.path,
    step,
    request: () => stage.request(step, { as: held, values: valuesOf(stage, step) }),
    gained: async (reply) => (spec.ok.includes(reply.status) && names(reply) ? 'an answer' : undefined),
  });
  return ways.map(({ way, status, got }) => ({ step, as, spelled: way, status, done: got !== undefined }));
}

function valuesOf({ victim, attacker }: Stage, step: StepName): Readonly<Record<string, string>> {
  const id = step === 'setRole' ? attacker.id : victim.id;
  const [name, next] = [`added for ${victim.id}`, 'chosen by the attacker'];
  return { id, role: 'admin', ms: '0', name, username: name, password: victim.password, next };
}

async function askForVictim(stage: Stage, step: 'transfer' | 'me', held: Credential): Promise<Try[]> {
  if (!stage.target.protocol.steps[step]) return [];
  const { victim, target } = stage;
  const request = stage.request(step, { as: held });
  const named = { id: victim.id, user: victim.id, user_id: victim.id, username: victim.username, sub: victim.id };
  const body = { 'content-type': 'application/json' };
  const forms = [
    { ...request, path: `${request.path}${request.path.includes('?') ? '&' : '?'}${new URLSearchParams(named)}` },
    { ...request, headers: { ...request.headers, ...body }, body: JSON.stringify(named) },
    { ...request, headers: { ...request.headers, ...proxyHeaders(victim) } },
  ].filter(({ method, body: sent }) => !(method === 'GET' && sent));
  const tries: Try[] = [];
  for (const form of forms) {
    const { status, subject } = await stage.send(form, { step });
    const isDone = (target.protocol.steps[step]?.ok.includes(status) ?? false) && subject === victim.id;
    tries.push({ step, as: 'user for another', status, done: isDone });
  }
  return tries;
}

/** In which proxies that sign people in tell servers who it is; believed only of those (CWE-290). */
function proxyHeaders({ id, username }: User): Readonly<Record<string, string>> {
  const names = [
    ...['x-forwarded-user', 'x-remote-user', 'remote-user', 'x-auth-request-user', 'x-authenticated-user', 'x-user'],
    ...['x-forwarded-preferred-username', 'x-webauth-user', 'x-ms-client-principal-name', 'x-consumer-username'],
  ];
  return { ...Object.fromEntries(names.map((name) => [name, username])), 'x-user-id': id, 'x-forwarded-user-id': id };
}
