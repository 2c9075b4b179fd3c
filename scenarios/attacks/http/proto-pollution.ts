import type { Credential } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { minterFrom } from '../../kit/tokens/minted-token.ts';
import { withAccessToken } from '../../kit/tokens/presented-token.ts';
import type { Stage } from '../../stage.ts';

type Seen = {
  /** Whether the attacker was refused the administrator's page before. */
  readonly refusedBefore: boolean;
  readonly tries: readonly { readonly vector: string; readonly status: number; readonly isAdmin: boolean }[];
};

export default {
  kind: 'attack',
  id: 'proto-pollution',
  title: 'Prototype pollution',
  question: 'Can a request change what every object of the server has?',
  goal: 'Become an administrator by a property that all objects inherit.',
  precondition: 'own-account',
  severity: 'critical',
  references: ['CWE-1321', 'CWE-915', 'ASVS 15.3.6'],
  steps: [
    'The attacker is refused the page of administrators.',
    'They add __proto__ and constructor.prototype with a role to the bodies of login and password change and to a query; where tokens are signed, also to their claims.',
    'After each they ask for the page again.',
  ],
  fix: 'Copy only members that you name out of a request, never all of them deeply. Refuse __proto__ and constructor, or keep data in a Map.',
  controls: ['body-deep-merged'],
  needs: { steps: ['admin', 'password'], optIn: 'writes', alone: 'process' },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const held = await stage.signIn(stage.attacker);
    const isAdmin = async (as: Credential) => {
      const { status } = await stage.perform('admin', { as });
      return stage.target.protocol.steps.admin?.ok.includes(status) ?? false;
    };
    const refusedBefore = !(await isAdmin(held));
    const tries: Seen['tries'][number][] = [];
    for (const [vector, send] of Object.entries(vectors(stage, held))) {
      const status = await send();
      tries.push({ vector, status, isAdmin: await isAdmin(held) });
    }
    for (const [vector, as] of Object.entries(await claimed(stage, held))) {
      const { status } = await stage.perform('me', { as });
      tries.push({ vector, status, isAdmin: await isAdmin(as) });
    }
    return { refusedBefore, tries };
  },

  judge({ refusedBefore, tries }): Judgement {
    const polluted = tries.filter(({ isAdmin }) => isAdmin);
    const counts = { tries: tries.length, successes: polluted.length };
    if (!refusedBefore) return { outcome: 'inconclusive', because: 'the attacker was an administrator before' };
    if (polluted.length > 0)
      return { ...counts, outcome: 'succeeded', because: `an administrator by way of: ${polluted[0]?.vector}` };
    const crashed = tries.filter(({ status }) => status >= 500);
    if (crashed.length > 0)
      return { ...counts, outcome: 'blocked-by-crash', because: `a server error answered: ${crashed[0]?.vector}` };
    return {
      ...counts,
      outcome: 'blocked',
      because: `none of ${tries.length} polluted inputs made them an administrator`,
    };
  },
} satisfies Attack<Seen>;

/** JSON text, in pairs: an object literal with these names would set its own prototype, not carry them. */
const pollutions = [
  ['__proto__', '"__proto__":{"role":"admin","isAdmin":true}'],
  ['constructor.prototype', '"constructor":{"prototype":{"role":"admin","isAdmin":true}}'],
] as const;

function vectors(stage: Stage, held: Credential): Record<string, () => Promise<number>> {
  const { username, password } = stage.attacker;
  const login = stage.request('login', { values: { username, password } });
  const change = stage.request('password', {
    as: held,
    values: { password: 'not the password', next: 'x'.repeat(20) },
  });
  const me = stage.request('me', { as: held });
  const query = '?__proto__[role]=admin&constructor[prototype][role]=admin&role=admin';
  const bodies = pollutions.flatMap(([name, json]) =>
    Object.entries({ login, 'password change': change }).map(([step, request]) => {
      const body = (request.body ?? '{}').replace(/^\{/, `{${json},`);
      return [`${name} in ${step}`, async () => (await stage.send({ ...request, body })).status] as const;
    }),
  );
  const addressed = async () => (await stage.send({ ...me, path: me.path + query })).status;
  return { ...Object.fromEntries(bodies), 'names in a query': addressed };
}

async function claimed(stage: Stage, held: Credential): Promise<Record<string, Credential>> {
  if (stage.target.traits.credential !== 'self-contained' || !stage.hooks.mint) return {};
  const { payload, mint } = await minterFrom(stage, held);
  const { role: _, ...rest } = payload;
  const minted = pollutions.map(async ([name, json]) => {
    const token = await mint({ payload: `{${json},${JSON.stringify(rest).slice(1)}` });
    return [`${name} in claims without a role`, withAccessToken(held, token)] as const;
  });
  return Object.fromEntries(await Promise.all(minted));
}
