import type { Artefact, Credential } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { isRenewed } from '../../kit/clients/renewal.ts';
import { leastProbability, type Randomness, randomnessOf } from '../../kit/evidence/randomness.ts';
import { kindOf } from '../../kit/tokens/credential-kind.ts';
import type { Effort, Stage } from '../../stage.ts';

type Seen = {
  /** Absent where all are statements, signed or sealed: nobody drew them, and two of one second may be the same to the byte. */
  readonly randomness?: Randomness;
  /** One symbol changed at each position of each value, one at a time. */
  readonly altered: { readonly tries: number; readonly accepted: number; readonly crashed: number };
  /** Whether the value that was altered is good as it was issued, after all the others. */
  readonly genuineAccepted: boolean;
};

const leastBits = 128;
/** So few, and so few bits in them, are no chance: nobody needs to log in more often. */
const firstLook = 100;
const farTooFewBits = leastBits / 2;

/** A login costs a password hash, about 3 ms: 400 fill each of 64 symbols six times, which chi-square needs. */
const fewest = 400;
const samples: Readonly<Record<Effort, number>> = { smoke: fewest, quick: fewest, standard: 10_000, full: 10_000 };
const atATime = 200;
/** On a busy machine as many as come in this time, and never fewer than the fewest: more of them find smaller faults alone. */
const longestMs = 60_000;

export default {
  kind: 'attack',
  id: 'session-id-entropy',
  title: 'Guessable and forgeable identifiers',
  question: 'Can the identifier of the next sign-in be guessed from earlier ones, or made without the server?',
  goal: 'Guess or construct an identifier that speaks for somebody.',
  precondition: 'own-account',
  severity: 'critical',
  references: ['CWE-331', 'CWE-340', 'ASVS 7.2.3', 'ASVS 11.5.1', 'WSTG-SESS-01'],
  steps: [
    'The attacker logs in many times (400 in smoke and quick, up to 10,000 within a minute in standard and full; 100 where these hold less than 64 bits) and keeps every identifier, in order.',
    'Named tests, where they are no signed or sealed statements: uniqueness; an upper bound of the random bits, at least 128; chi-square per position; correlation with the next one per position. Each fails a sound source once in a million runs.',
    'Then one symbol of a live identifier, and of its signature, is changed at every position in turn: none of them may speak for anybody.',
    'The tests can prove identifiers bad and not good: a counter behind a hash passes them.',
  ],
  fix: 'Draw every identifier from a cryptographically secure random source, 128 bits at least. Compare the whole of it, and of its signature.',
  controls: ['counted-ids', 'short-session-ids', 'cached-by-prefix'],
  needs: { optIn: 'many-logins' },
  appliesTo: ({ ambient, credential }) =>
    credential === 'reference' ||
    (ambient !== 'never' && credential !== 'sealed') ||
    'the credential is a statement, not an identifier',
  expected: () => 'blocked',

  async attempt(stage) {
    const until = performance.now() + longestMs;
    const ids = await collect(stage, firstLook, until);
    const areStatements = ids.every(isStatement);
    if (!areStatements && randomnessOf(ids).bits >= farTooFewBits)
      ids.push(...(await collect(stage, samples[stage.effort] - firstLook, until)));
    const held = await stage.signIn(stage.attacker);
    const altered = { tries: 0, accepted: 0, crashed: 0 };
    // what an instance remembers of the genuine one must stand for no other; a refresh token is spent by its first use
    const before = identifier(held).role === 'refresh' ? 0 : stage.target.instances;
    for (let use = 0; use < before; use += 1) await present(stage, held, identifier(held));
    for (const forged of alterations(identifier(held))) {
      const { status, accepted } = await present(stage, held, forged);
      altered.tries += 1;
      if (accepted) altered.accepted += 1;
      if (status >= 500) altered.crashed += 1;
    }
    const { accepted: genuineAccepted } = await present(stage, held, identifier(held));
    return { ...(!areStatements && { randomness: randomnessOf(ids) }), altered, genuineAccepted };
  },

  judge({ randomness, altered, genuineAccepted }): Judgement {
    const counts = { tries: altered.tries, successes: altered.accepted };
    const failures = [
      ...(altered.accepted > 0 ? [`${altered.accepted} of ${altered.tries} altered ones were accepted`] : []),
      ...(randomness ? faultsOf(randomness) : []),
    ];
    if (failures.length > 0) return { ...counts, outcome: 'succeeded', because: failures.join('; ') };
    if (!genuineAccepted)
      return { ...counts, outcome: 'inconclusive', because: 'the identifier was not good unaltered either' };
    if (altered.crashed > 0)
      return {
        ...counts,
        outcome: 'blocked-by-crash',
        because: `a server error answered ${altered.crashed} altered ones`,
      };
    return {
      ...counts,
      outcome: 'blocked',
      because: `${randomness ? inWords(randomness) : 'statements, which nobody draws'}; 0 of ${altered.tries} altered ones accepted`,
    };
  },
} satisfies Attack<Seen>;

function faultsOf({ count, repeats, bits, unevenness, dependence }: Randomness): string[] {
  return [
    repeats > 0 ? `${repeats} of ${count} came twice` : '',
    bits < leastBits * (1 - sampling(count))
      ? `at most ${bits.toFixed(1)} random bits, where ${leastBits} are asked for`
      : '',
    unevenness < leastProbability ? `symbols are not equally frequent (p = ${unevenness.toExponential(0)})` : '',
    dependence < leastProbability ? `each follows from the one before (p = ${dependence.toExponential(0)})` : '',
  ].filter((fault) => fault !== '');
}

function inWords({ count, bits, unevenness, dependence }: Randomness): string {
  return `${count} identifiers: none twice, at most ${bits.toFixed(1)} bits, even (p = ${unevenness.toFixed(2)}), independent (p = ${dependence.toFixed(2)})`;
}

/** By its value: what says itself whom it speaks for refers to nothing that could be guessed. */
function isStatement(id: string): boolean {
  const kind = kindOf(id);
  return kind !== 'reference' && kind !== 'signed reference';
}

/** Few samples do not show every symbol: the bound may then lie under the truth by about this share. */
function sampling(count: number): number {
  return count < 1_000 ? 0.01 : 0;
}

/** @param until on the clock of `performance.now()`; whatever it says, the fewest are collected. */
export async function collect(
  stage: Pick<Stage, 'attacker' | 'volley'>,
  count: number,
  until: number,
): Promise<string[]> {
  const { username, password } = stage.attacker;
  const ids: string[] = [];
  while (ids.length < count && (ids.length < fewest || performance.now() < until)) {
    const batch = Array.from({ length: Math.min(atATime, count - ids.length) }, () => ({
      values: { username, password },
    }));
    for (const { credential } of await stage.volley('login', batch))
      ids.push(Object.values(identifier(credential).values)[0] ?? '');
  }
  return ids;
}

/** What refers to state on the server: the refresh token where there is one, else what requests present. */
function identifier(held: Credential): Artefact {
  const artefacts = Object.values(held).filter(({ role }) => role !== 'companion');
  const artefact = artefacts.find(({ role }) => role !== 'access') ?? artefacts[0];
  if (!artefact) throw new Error('the login handed out no identifier');
  return artefact;
}

/** A refresh token comes with the key that it may be bound to, all others alone: nothing else is to vouch for them. */
async function present(
  stage: Stage,
  held: Credential,
  artefact: Artefact,
): Promise<{ status: number; accepted: boolean }> {
  const name =
    Object.entries(stage.target.protocol.credentials).find(([, { role }]) => role === artefact.role)?.[0] ?? '';
  const beside = Object.entries(held).filter(([, { role }]) => artefact.role === 'refresh' && role === 'companion');
  const as = { ...Object.fromEntries(beside), [name]: artefact };
  const reply = await stage.perform(artefact.role === 'refresh' ? 'refresh' : 'me', { as });
  return {
    status: reply.status,
    accepted: artefact.role === 'refresh' ? isRenewed(stage, reply) : reply.subject !== undefined,
  };
}

/** Each value with the symbol at one position exchanged for another one. */
export function* alterations({ role, values }: Artefact): Iterable<Artefact> {
  for (const [name, value] of Object.entries(values)) {
    for (const [at, symbol] of [...value].entries()) {
      if (symbol === '=') continue;
      yield { role, values: { ...values, [name]: value.slice(0, at) + otherThan(symbol) + value.slice(at + 1) } };
    }
  }
}

/**
 * Another one in hexadecimal and in base64, also to a store that knows no case, and in the two highest bits of its six: of
 * a last symbol, decoders look at no others.
 */
function otherThan(symbol: string): string {
  return /[A-Pa]/.test(symbol) ? '0' : 'A';
}
