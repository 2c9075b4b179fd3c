import { createHash } from 'node:crypto';
import type { HttpRequest } from '../../exchange.ts';
import type { Attack } from '../../kinds/attack.ts';
import { proofsByAlgorithm } from '../../kit/tokens/proof-algorithms.ts';
import {
  bindsKeys,
  judgeProofs,
  type ProofsSeen,
  type ProofTry,
  tryProofs,
  withProof,
} from '../../kit/tokens/proof-attempts.ts';
import { type KeySignIn, proofKey, seconds } from '../../kit/tokens/proof-key.ts';
import type { Stage } from '../../stage.ts';

/** Each is about one statement of a proof, and has the server as control that does not look at it. */
export default [
  proof({
    id: 'dpop-proof-type',
    title: 'Something else in place of a proof',
    question: 'Is what the key of a client signed for another purpose no proof?',
    references: ['RFC 9449 §4.3 (4)', 'RFC 8725 §3.11'],
    what: 'that are assertions, tokens and JWTs of no purpose under the key of the victim',
    fix: 'Accept as a proof only what states the typ dpop+jwt.',
    control: 'dpop-unchecked-typ',
    async tries(_stage, { key, nonce }, sound) {
      const types = ['JWT', 'client-authentication+jwt', 'at+jwt', 'dpop', 'dpop+jwt+json'];
      return Promise.all(
        types.map(async (typ) => ({
          way: `typ ${typ}`,
          request: withProof(sound, await key.prove(sound, { nonce }, typ)),
        })),
      );
    },
  }),
  proof({
    id: 'dpop-proof-algorithm',
    title: 'Proof that says how it is verified',
    question: 'Is a proof verified by an algorithm that the server chose, and with a public key alone?',
    references: ['CWE-347', 'RFC 9449 §4.3 (5, 6, 7)', 'RFC 8725 §2.1', 'RFC 8725 §3.1', 'ASVS 9.1.2'],
    what: 'under alg none in four spellings, under HMAC with the public key of the victim or a secret of their own in its place, and with a private key in their header',
    fix: 'Verify each proof by one of your asymmetric algorithms, whatever its header names, and refuse a jwk that is no public key.',
    control: 'dpop-algorithm-believed',
    tries: (_stage, signedIn, sound) => proofsByAlgorithm(signedIn, sound),
  }),
  proof({
    id: 'dpop-proof-spelling',
    title: 'Proof with characters that no token has',
    question: 'Is a proof refused that holds anything but letters, digits, dash, underscore and two dots?',
    references: ['CWE-180', 'RFC 7515 §2', 'RFC 9449 §4.3 (2)', 'RFC 8725bis §3.14'],
    what: 'whose signature has padding, or characters within it that lenient decoders skip',
    fix: 'Refuse a token or a proof with any character but letters, digits, dash, underscore and its two dots, before it is decoded.',
    control: 'dpop-unchecked-spelling',
    async tries(_stage, { key, nonce }, sound) {
      const ways: Readonly<Record<string, (signature: string) => string>> = {
        '2 of padding': (signature) => `${signature}==`,
        'the other alphabet': (signature) => signature.replaceAll('-', '+').replaceAll('_', '/'),
        ...Object.fromEntries(skippedSigns.map((sign) => [`${sign} within`, within(sign)])),
      };
      const tries = Object.entries(ways).map(async ([way, respell]) => {
        const [header, payload, signature = ''] = (await key.prove(sound, { nonce })).split('.');
        const respelled = respell(signature);
        return respelled === signature
          ? []
          : [{ way, request: withProof(sound, [header, payload, respelled].join('.')) }];
      });
      return (await Promise.all(tries)).flat();
    },
  }),
  proof({
    id: 'dpop-proof-method',
    title: 'Proof of another method',
    question: 'Is a proof good for the method alone that it states?',
    references: ['RFC 9449 §4.3 (8)'],
    what: 'with another method, in small letters, in a list, and with none',
    fix: 'Require htm in each proof, and compare it with the method of the request exactly.',
    control: 'dpop-unchecked-htm',
    tries: stating(() => ({
      'another method': { htm: 'POST' },
      'the method in small letters': { htm: 'get' },
      'a list of methods': { htm: ['GET', 'POST'] },
      'no method': { htm: undefined },
    })),
  }),
  proof({
    id: 'dpop-proof-address',
    title: 'Proof of another address',
    question:
      'Is a proof good for the address alone that it states, so that a server who is shown one cannot use it elsewhere?',
    references: ['RFC 9449 §4.3 (9)', 'RFC 9449 §11.7', 'RFC 3986 §6.2'],
    what: 'with another path, host, port or scheme, with hosts that begin or end like the right one, and with a Host header that agrees with the wrong one',
    fix: 'Require htu in each proof, and compare it with the path of the request and with your configured origin, never with the Host header.',
    control: 'dpop-unchecked-htu',
    async tries(stage, signedIn, sound) {
      const { host, path } = { host: sound.headers.host ?? '', path: sound.path };
      const elsewhere = 'evil.example';
      const addresses = {
        'another path': `https://${host}/admin`,
        'a path that goes on': `https://${host}${path}/x`,
        'another host': `https://${elsewhere}${path}`,
        'a host that begins with the right one': `https://${host}.${elsewhere}${path}`,
        'a host that ends with the right one': `https://evil${host}${path}`,
        'the right host as a user': `https://${host}@${elsewhere}${path}`,
        'another host behind a backslash': `https://${elsewhere}\\@${host}${path}`,
        'another port': `https://${host}:8443${path}`,
        'another scheme': `http://${host}${path}`,
        'no host': path,
        'a list': [`https://${host}${path}`],
        nothing: undefined,
      };
      const agreeing = { ...sound, headers: { ...sound.headers, host: elsewhere } };
      return [
        ...(await stating(() => mapped(addresses, (htu) => ({ htu })))(stage, signedIn, sound)),
        ...(await stating(() => ({ 'another host, and a Host header that agrees': {} }))(stage, signedIn, agreeing)),
      ];
    },
  }),
  proof({
    id: 'dpop-proof-name',
    title: 'Proof that its second use cannot be told by',
    question: 'Is a proof refused that has no name of its own, or one that is no text?',
    references: ['CWE-294', 'RFC 9449 §4.3 (3)', 'RFC 9449 §11.1'],
    what: 'with no jti, with an empty one, and with ones that are a number, a list and null',
    fix: 'Require jti in each proof as a text that is not empty, and refuse a proof whose jti was used.',
    control: 'dpop-unchecked-unused',
    tries: stating(() => ({
      'no name': { jti: undefined },
      'an empty name': { jti: '' },
      'a name that is a number': { jti: 7 },
      'a name that is a list': { jti: ['7'] },
      'a name that is null': { jti: null },
    })),
  }),
  proof({
    id: 'dpop-proof-token',
    title: 'Proof of another token',
    question: 'Is a proof good with the token alone that it was made for?',
    references: ['RFC 9449 §4.3 (12)', 'RFC 9449 §11.8'],
    what: 'with the hash of another token of the same key, with none, with an empty one and with one by another algorithm',
    fix: 'Require ath in each proof, and compare it with the SHA-256 hash of the token beside it.',
    control: 'dpop-unchecked-ath',
    tries: stating((sound) => {
      const token = sound.headers.authorization?.slice('DPoP '.length) ?? '';
      return {
        'another token': { ath: createHash('sha256').update(`${token}x`).digest('base64url') },
        'another algorithm': { ath: createHash('sha512').update(token).digest('base64url') },
        'the hash in hexadecimal': { ath: createHash('sha256').update(token).digest('hex') },
        'an empty hash': { ath: '' },
        'no hash': { ath: undefined },
      };
    }),
  }),
  proof({
    id: 'dpop-proof-time',
    title: 'Proof of another time',
    question: 'Is a proof good only when it was made just now?',
    references: ['RFC 9449 §4.3 (10, 11)', 'RFC 9449 §8', 'RFC 9449 §11.1', 'RFC 9449 §11.2'],
    what: 'made an hour ago, for in an hour, and now, without a nonce of the server; with invented nonces, with a part of a good one, with those that follow it where it counts, and with one that has ended',
    fix: 'Require in each proof a nonce of the server that cannot be guessed and ends soon: a time alone lets proofs be made in advance.',
    control: 'dpop-unchecked-time',
    settings: { nonceMs: 1_000 },
    async tries(stage, signedIn, sound) {
      const hour = 3_600;
      const made = await stating(() => ({
        // a second ahead, so that it is of this moment also where it is sent late
        'now, without a nonce': { iat: seconds() + 1, nonce: undefined },
        'an hour ago': { iat: seconds() - hour, nonce: undefined },
        'in an hour': { iat: seconds() + hour, nonce: undefined },
        'no time at all': { iat: undefined, nonce: undefined },
        'an invented nonce': { nonce: 'A'.repeat(signedIn.nonce.length) },
        'a nonce that is a number': { nonce: 0 },
        'an empty nonce': { nonce: '' },
        'the beginning of a nonce': { nonce: signedIn.nonce.slice(0, -1) },
      }))(stage, signedIn, sound);
      // good in the time that follows its own, and no longer
      await stage.wait(2.2 * stage.target.settings.nonceMs);
      const later = { 'a nonce that has ended': {}, ...mapped(countedOn(signedIn.nonce), (nonce) => ({ nonce })) };
      return [...made, ...(await stating(() => later)(stage, signedIn, sound))];
    },
  }),
  proof({
    id: 'dpop-proof-key',
    title: 'Stolen token without its key',
    question: 'Is a token that was stolen worth anything without the key that it is bound to?',
    references: [
      'RFC 9449 §4.3 (12)',
      'RFC 9449 §7.1',
      'RFC 9700 §2.2.1',
      'RFC 7800 §3.1',
      'ASVS 10.3.5',
      'ASVS 10.4.14',
    ],
    what: 'under a key of the thief, also by the name of the right one, with no proof, with two, and with what is no proof',
    fix: 'Require exactly one proof, verify it with the key that it names, and compare the thumbprint of that key with cnf.jkt of the token.',
    control: 'dpop-unchecked-key',
    async tries(_stage, { key, nonce }, sound) {
      const own = await proofKey();
      const [theirs, genuine] = [await own.prove(sound, { nonce }), await key.prove(sound, { nonce })];
      const [header, , signature] = genuine.split('.');
      return [
        { way: 'a proof of their own key', request: withProof(sound, theirs) },
        {
          way: 'a proof of their own key that goes by the name of the right one',
          request: withProof(sound, await own.prove(sound, { nonce }, undefined, key.thumbprint)),
        },
        { way: 'no proof', request: sound },
        { way: 'two proofs', request: withProof(sound, `${theirs}, ${genuine}`) },
        {
          way: 'other claims under the signature of the victim',
          request: withProof(sound, [header, theirs.split('.')[1], signature].join('.')),
        },
        { way: 'the token as its own proof', request: withProof(sound, sound.headers.authorization?.slice(5) ?? '') },
      ];
    },
  }),
];

/** What a nonce that counts time will be two steps later: nobody may know that in advance. */
function countedOn(nonce: string): Record<string, string> {
  const [number] = /\d+$/.exec(nonce) ?? [];
  if (number === undefined || number.length < 4) return {};
  const next = String(BigInt(number) + 2n);
  return { 'the nonce that was to come': nonce.slice(0, -number.length) + next };
}

/** What decoders that skip what they do not know take for nothing (RFC 4648 §3.3). */
const skippedSigns = ['/', '+', '=', '!', '~'];

function within(sign: string): (signature: string) => string {
  return (signature) => `${signature.slice(0, 40)}${sign}${signature.slice(40)}`;
}

interface Statement {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly references: readonly string[];
  /** How its proofs are unlike a sound one. */
  readonly what: string;
  readonly fix: string;
  readonly control: string;
  readonly settings?: { readonly nonceMs: number };
  tries(stage: Stage, signedIn: KeySignIn, sound: HttpRequest): Promise<readonly ProofTry[]>;
}

function proof({
  id,
  title,
  question,
  references,
  what,
  fix,
  control,
  settings,
  tries,
}: Statement): Attack<ProofsSeen> {
  return {
    kind: 'attack',
    ...{ id, title, question },
    goal: 'Use a token with a proof that was not made for this request.',
    precondition: 'copy',
    severity: 'high',
    references: ['CWE-345', ...references],
    steps: [
      'The victim signs in with a key of their own; the thief has the token, and proofs that the victim made for something else.',
      `They ask who they are with proofs ${what}.`,
      'Before and after, a sound proof is good.',
    ],
    fix,
    controls: [control],
    needs: settings ? { settings } : {},
    appliesTo: bindsKeys,
    expected: () => 'blocked',
    attempt: (stage) => tryProofs(stage, (signedIn, sound) => tries(stage, signedIn, sound)),
    judge: (seen) => judgeProofs(seen, 'such proofs'),
  };
}

/** Proofs by the victim's key that are sound but for these claims. */
function stating(claims: (sound: HttpRequest) => Readonly<Record<string, Readonly<Record<string, unknown>>>>) {
  return (_stage: Stage, { key, nonce }: KeySignIn, sound: HttpRequest): Promise<ProofTry[]> =>
    Promise.all(
      Object.entries(claims(sound)).map(async ([way, changed]) => ({
        way,
        request: withProof(sound, await key.prove(sound, { nonce, ...changed })),
      })),
    );
}

function mapped<A, B>(from: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, change(value)]));
}
