import type { Artefact, Credential } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import type { Stage } from '../../stage.ts';

type Seen = {
  readonly tries: number;
  /** How many of them spoke for somebody else than the attacker. */
  readonly became: number;
  readonly crashed: number;
  /** Whether what was changed is good as it was handed out, before and after. */
  readonly genuineAccepted: boolean;
};

export default {
  kind: 'attack',
  id: 'seal-tampering',
  title: 'Tampering with what a cookie says',
  question: 'Can somebody change what their own cookie says about them?',
  goal: "Become somebody else by a change to one's own cookie, whose form is known and whose key is not.",
  precondition: 'own-account',
  severity: 'critical',
  references: ['CWE-565', 'CWE-353', 'CWE-347', 'ASVS 9.1.1', 'ASVS 11.3.2', 'WSTG-SESS-02'],
  steps: [
    'The attacker signs in and reads every part of their cookies as base64url.',
    'Where a part names them in plain text, they put the victim there.',
    'At each place of each part they add the difference between their own name and that of the victim, as long as it: what is encrypted by a stream and not authenticated then says the other name.',
    'They write a cookie of their own: the members of a session as JSON, and as a token that nothing signs.',
    'With each they ask who they are.',
  ],
  fix: 'Encrypt or sign all that a cookie says by an authenticated algorithm (AES-GCM, HMAC), and refuse it where that does not verify.',
  controls: ['seal-replaced-by-encoding', 'seal-replaced-by-cipher', 'snapshot-unverified'],
  needs: { instances: 2 },
  appliesTo: ({ transport, credential, revocation }) =>
    credential === 'sealed' ||
    (transport === 'cookie' && revocation === 'within-lag') ||
    'no cookie says who somebody is',
  expected: () => 'blocked',

  async attempt(stage) {
    const { attacker } = stage;
    const held = await stage.signIn(attacker);
    const isGood = async () => (await stage.whoAmI(held)) === attacker.id;
    const before = await isGood();
    const forged = Object.entries(held).flatMap(([name, artefact]) =>
      changes(stage, artefact).map((values): Credential => ({ ...held, [name]: { ...artefact, values } })),
    );
    const replies = await stage.volley(
      'me',
      forged.map((as) => ({ as })),
    );
    return {
      tries: replies.length,
      became: replies.filter(({ subject }) => subject !== undefined && subject !== attacker.id).length,
      crashed: replies.filter(({ status }) => status >= 500).length,
      genuineAccepted: before && (await isGood()),
    };
  },

  judge({ tries, became, crashed, genuineAccepted }): Judgement {
    const counts = { tries, successes: became };
    if (became > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${became} of ${tries} changed cookies spoke for somebody else`,
      };
    if (!genuineAccepted)
      return { ...counts, outcome: 'inconclusive', because: 'the cookie was not good unchanged either' };
    if (crashed > 0)
      return { ...counts, outcome: 'blocked-by-crash', because: `a server error answered ${crashed} of ${tries}` };
    return { ...counts, outcome: 'blocked', because: `0 of ${tries} changed cookies spoke for somebody else` };
  },
} satisfies Attack<Seen>;

/** The values of one artefact, with one of them changed. */
function changes(stage: Stage, { values }: Artefact): Artefact['values'][] {
  const { attacker, victim } = stage;
  return Object.entries(values).flatMap(([name, value]) =>
    [...changedParts(value, attacker.id, victim.id), ...invented(victim.id)].map((text) => ({
      ...values,
      [name]: text,
    })),
  );
}

function changedParts(value: string, own: string, other: string): string[] {
  const parts = value.split('.');
  return parts.flatMap((part, at) => {
    const put = (bytes: Buffer) => parts.with(at, bytes.toString('base64url')).join('.');
    const bytes = Buffer.from(part, 'base64url');
    const text = bytes.toString();
    return [
      ...(text.includes(own) ? [put(Buffer.from(text.replaceAll(own, other)))] : []),
      ...differences(bytes, own, other).map(put),
    ];
  });
}

function differences(bytes: Buffer, own: string, other: string): Buffer[] {
  const [from, to] = [Buffer.from(own), Buffer.from(other)];
  if (from.length !== to.length) return [];
  return Array.from({ length: Math.max(0, bytes.length - from.length + 1) }, (_, start) => {
    const changed = Buffer.from(bytes);
    for (let i = 0; i < from.length; i += 1) {
      const byte = (changed[start + i] ?? 0) ^ (from[i] ?? 0) ^ (to[i] ?? 0);
      changed.writeUInt8(byte, start + i);
    }
    return changed;
  });
}

const hourMs = 3_600_000;

function invented(id: string): string[] {
  const now = Date.now();
  const ends = { until: now + hourMs, _expire: now + hourMs, _maxAge: hourMs, exp: Math.floor(now / 1_000) + 3_600 };
  const encode = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url');
  const session = encode({ id, sub: id, role: 'admin', startedAt: now, ...ends });
  return [
    session,
    `${session}.`,
    `${encode({ alg: 'none' })}.${session}.`,
    `${encode({ alg: 'dir', enc: 'none' })}..${session}.${session}.`,
  ];
}
