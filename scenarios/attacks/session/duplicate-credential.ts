import type { Credential, How } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import type { Stage } from '../../stage.ts';

type Who = 'first' | 'second' | 'nobody';

type Seen = {
  readonly tries: readonly {
    readonly form: string;
    /** Whom a request was answered for. */
    readonly read: Who;
    /** Whom a state change with the same credentials was booked for, as the database has it. */
    readonly booked: Who;
    readonly status: number;
  }[];
  /** Whether a credential in the address was taken. */
  readonly inAddress: boolean;
};

export default {
  kind: 'attack',
  id: 'duplicate-credential',
  title: 'Two credentials in one request',
  question: 'Do all parts of the server take the same one of two credentials?',
  goal: 'Be checked as one and act as another.',
  precondition: 'own-account',
  severity: 'medium',
  references: ['CWE-436', 'CWE-598', 'RFC 6750 §2', 'RFC 9110 §5.3', 'ASVS 4.2.1', 'ASVS 14.2.1'],
  steps: [
    'The attacker signs in to two accounts of their own.',
    'They send the credentials of both in one request, in both orders: in one header, where the credential is a cookie, and in two headers of the same name.',
    'They ask who they are and make a transfer; the database says for whom it was booked. Allowed is a refusal, or one winner throughout.',
    'They put a credential into the address.',
  ],
  fix: 'Refuse a request that carries more than one credential, and take none from an address.',
  controls: ['duplicate-credential-split'],
  needs: { steps: ['transfer'], hooks: ['effects'] },
  appliesTo: ({ bound }) => bound !== 'key' || 'a proof names the one token that it is good with',
  expected: () => 'blocked',

  async attempt(stage) {
    const one = stage.attacker;
    const two = stage.user(3);
    const [a, b] = [await stage.signIn(one), await stage.signIn(two)];
    const tries: Seen['tries'][number][] = [];
    for (const [form, first, second] of [
      ['own first', a, b],
      ['own second', b, a],
    ] as const) {
      for (const [place, headers] of Object.entries(doubled(stage, first, second))) {
        const { read, status } = await asked(stage, headers);
        tries.push({ form: `${form}, ${place}`, read, booked: await booked(stage, headers), status });
      }
    }
    return { tries, inAddress: await takenFromAddress(stage, a) };

    async function asked({ target }: Stage, headers: How['headers'] = {}) {
      const { status, subject } = await stage.perform('me', { headers });
      const id = target.protocol.steps.me.ok.includes(status) ? subject : undefined;
      const read: Who = id === one.id ? 'first' : id === two.id ? 'second' : 'nobody';
      return { status, read };
    }

    async function booked({ hooks }: Stage, headers: How['headers'] = {}): Promise<Who> {
      const counts = async () => Promise.all([one, two].map(async ({ id }) => (await hooks.effects?.(id)) ?? 0));
      const [ofOne = 0, ofTwo = 0] = await counts();
      await stage.perform('transfer', { headers });
      const [nowOne = 0, nowTwo = 0] = await counts();
      return nowOne > ofOne ? 'first' : nowTwo > ofTwo ? 'second' : 'nobody';
    }
  },

  judge({ tries, inAddress }): Judgement {
    const split = tries.filter(({ read, booked }) => read !== booked && read !== 'nobody' && booked !== 'nobody');
    const counts = { tries: tries.length + 1, successes: split.length + (inAddress ? 1 : 0) };
    if (split.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${split[0]?.form}: answered for the ${split[0]?.read} account, booked for the ${split[0]?.booked}`,
      };
    if (inAddress) return { ...counts, outcome: 'succeeded', because: 'a credential in the address was taken' };
    const crashed = tries.filter(({ status }) => status >= 500);
    if (crashed.length > 0)
      return { ...counts, outcome: 'blocked-by-crash', because: `a server error answered: ${crashed[0]?.form}` };
    const refused = tries.filter(({ read }) => read === 'nobody').length;
    return {
      ...counts,
      outcome: 'blocked',
      because: `of ${tries.length} requests with two credentials ${refused} were refused, and the others had one winner throughout`,
    };
  },
} satisfies Attack<Seen>;

/** Two credentials in one request. Header names are told apart by their case, so that both lines are sent. */
function doubled(stage: Stage, first: Credential, second: Credential): Record<string, Record<string, string>> {
  const header = (as: Credential, name: string) => stage.request('me', { as }).headers[name];
  const [cookie, other] = [header(first, 'cookie'), header(second, 'cookie')];
  if (cookie && other) {
    return {
      'in one header': { cookie: `${cookie}; ${other}` },
      'in two headers': { cookie, Cookie: other },
    };
  }
  return {
    'in two headers': {
      authorization: header(first, 'authorization') ?? '',
      Authorization: header(second, 'authorization') ?? '',
    },
  };
}

async function takenFromAddress(stage: Stage, held: Credential): Promise<boolean> {
  const request = stage.request('me');
  const values = Object.values(held).flatMap((artefact) => Object.entries(artefact.values));
  const named = values.flatMap(([name, value]) => [name, 'access_token', 'token', 'sid'].map((key) => [key, value]));
  for (const [key = '', value = ''] of named) {
    const { status } = await stage.send({
      ...request,
      path: `${request.path}?${new URLSearchParams({ [key]: value })}`,
    });
    if (stage.target.protocol.steps.me.ok.includes(status)) return true;
  }
  return false;
}
