import type { Credential } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';

type Seen = {
  readonly seals: number;
  /** The longest beginning, in bytes, that two of them share where they cannot be read. */
  readonly sharedBytes: number;
  /** Whether there is something in them that cannot be read. */
  readonly sealed: boolean;
};

const signIns = 6;
/** By chance, two ciphertexts share as much once in 2^64. */
const tellingBytes = 8;

export default {
  kind: 'attack',
  id: 'seal-nonce-reuse',
  title: 'Two seals under one nonce',
  question: 'Is every cookie that a server seals encrypted under a number that no other one had?',
  goal: 'Read and forge sealed cookies by comparing two that were encrypted alike.',
  precondition: 'own-account',
  severity: 'high',
  references: ['CWE-323', 'CWE-329', 'RFC 7518 §5.3', 'ASVS 11.3.4', 'NIST SP 800-38D §8'],
  steps: [
    `The attacker signs in ${signIns} times at each instance, and writes to each session, so that it is sealed once more.`,
    'What cannot be read of each cookie is compared with that of every other one: where both are encrypted under one nonce, those of one account begin alike.',
    'From two such cookies of AES-GCM follow what other cookies say, and the key that vouches for them (NIST SP 800-38D, appendix A).',
    'What shares a beginning proves seals bad; what shares none proves none good.',
  ],
  fix: 'Draw a fresh nonce of 96 random bits for every seal.',
  controls: ['seal-replaced-by-nonce'],
  needs: { instances: 2 },
  appliesTo: ({ credential }) => credential === 'sealed' || 'no cookie is sealed',
  expected: () => 'blocked',

  async attempt(stage) {
    const { attacker, target } = stage;
    const values: string[] = [];
    for (let i = 0; i < signIns * target.instances; i += 1) {
      const held = await stage.signIn(attacker, { instance: i % target.instances });
      values.push(...valuesOf(held));
      if (!target.protocol.steps.slow) continue;
      const { credential } = await stage.perform('slow', { as: held, values: { ms: '0' } });
      values.push(...valuesOf(credential).filter((value) => !values.includes(value)));
    }
    const texts = values.map((value) => value.split(/[.*]/).map((part) => Buffer.from(part, 'base64url')));
    const places = Array.from({ length: Math.max(0, ...texts.map(({ length }) => length)) }, (_, place) =>
      texts.flatMap((parts) => parts[place] ?? []).filter(isUnreadable),
    );
    return {
      seals: values.length,
      sharedBytes: Math.max(0, ...places.map(longestShared)),
      sealed: places.some((parts) => parts.length > 1),
    };
  },

  judge({ seals, sharedBytes, sealed }): Judgement {
    const isReused = sharedBytes >= tellingBytes;
    const counts = { tries: seals, successes: isReused ? 1 : 0 };
    if (!sealed) return { ...counts, outcome: 'inconclusive', because: 'nothing in the cookies was sealed' };
    return isReused
      ? { ...counts, outcome: 'succeeded', because: `two of ${seals} seals share their first ${sharedBytes} bytes` }
      : { ...counts, outcome: 'blocked', because: `no two of ${seals} seals of one account begin alike` };
  },
} satisfies Attack<Seen>;

function valuesOf(held: Credential): string[] {
  return Object.values(held).flatMap(({ values }) => Object.values(values));
}

/** What is encrypted is long, and hardly a third of its bytes are signs of ASCII. */
export function isUnreadable(bytes: Buffer): boolean {
  return bytes.length >= 32 && bytes.filter((byte) => byte >= 0x20 && byte < 0x7f).length < 0.8 * bytes.length;
}

/** The longest beginning that two of these share. Neighbours in their order share the most. */
export function longestShared(all: readonly Buffer[]): number {
  const sorted = all.toSorted(Buffer.compare);
  return sorted.slice(1).reduce((most, bytes, i) => Math.max(most, shared(bytes, sorted[i] ?? bytes)), 0);
}

function shared(one: Buffer, other: Buffer): number {
  const at = one.findIndex((byte, i) => byte !== other[i]);
  return at < 0 ? Math.min(one.length, other.length) : at;
}
