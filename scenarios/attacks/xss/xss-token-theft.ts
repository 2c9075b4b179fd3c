import type { Attack, Judgement } from '../../kinds/attack.ts';
import { redeem } from '../../kit/clients/renewal.ts';
import { together } from '../../kit/evidence/together.ts';
import {
  type CapturedCredential,
  capture,
  elsewhereForKeys,
  openSignedIn,
  type PageStorage,
  pageStoragesOf,
} from '../../kit/pages/injected-script.ts';
import { atOnce, endedBy, tokenEnd } from '../../kit/windows/bound.ts';
import { acceptedFor, longestAccessMs, type ObservedWindow, shortestAccessMs } from '../../kit/windows/window.ts';
import type { Stage } from '../../stage.ts';

type Theft = {
  readonly place: PageStorage;
  readonly source: CapturedCredential['source'];
  readonly artefact: 'session' | 'access' | 'refresh';
  /** From before the sign-in to the answer to its first use: what the artefact had aged at most then. */
  readonly ageMs: number;
  /** Use of it from elsewhere, from the end of the tab on. A refresh token is redeemed once. */
  readonly use: ObservedWindow;
};

type Seen = { readonly places: readonly PageStorage[]; readonly thefts: readonly Theft[] };

/** An acceptance this long after the end of the tab needs no longer proof. */
const provenMs = 1_000;

export default {
  kind: 'attack',
  id: 'xss-token-theft',
  title: 'Theft by injected script',
  question:
    'What can a script in the page of the application carry away, and for how long is it good once the tab is closed?',
  goal: 'Keep acting as the victim after they have closed the page into which a script was injected.',
  precondition: 'injected-script',
  severity: 'critical',
  references: ['CWE-79', 'CWE-1004', 'ASVS 3.3.4', 'WSTG-CLNT-01'],
  steps: [
    'The victim signs in at the application, in a real browser; its page keeps what it must send along in memory, in localStorage, or in sessionStorage, each in turn.',
    'A script in that page reads document.cookie, both storages and the names of databases, hooks fetch while the application goes on, and renews by itself where there is a renewal. It sends all of it to another site.',
    'The tab and the browser are closed.',
    'The thief uses each artefact from elsewhere, every 100 ms, until ten refusals in a row; a refresh token they redeem.',
  ],
  fix: 'Keep credentials in cookies with HttpOnly, where no script can read them.',
  controls: ['cookie-readable-by-script', 'access-token-without-expiry'],
  needs: { hooks: ['browser'], settings: { accessMs: 5_000 } },
  appliesTo: elsewhereForKeys,
  expected: ({ transport }) => (transport === 'cookie' ? 'blocked' : 'window'),

  async attempt(stage) {
    const places = pageStoragesOf(stage.target.protocol);
    const thefts = await together(...places.map((place) => theft(stage, place)));
    return { places, thefts: thefts.flat() };
  },

  judge({ places, thefts }, { settings }): Judgement {
    const used = thefts.filter(({ use }) => use.accepted > 0);
    const counts = { tries: places.length, successes: new Set(used.map(({ place }) => place)).size };
    const windowMs = Math.max(0, ...thefts.map(({ use }) => use.lastAcceptedMs));
    if (used.length === 0) {
      const late = thefts.find(({ artefact, ageMs }) => artefact === 'access' && ageMs > shortestAccessMs(settings));
      if (late)
        return {
          ...counts,
          outcome: 'inconclusive',
          because: `the token was first tried up to ${late.ageMs} ms after the sign-in: too late`,
        };
      return {
        ...counts,
        windowMs: 0,
        ...endedBy(atOnce, settings),
        outcome: 'blocked',
        because: `nothing that the script could read was good for anything once the tab was closed (${thefts.length} artefacts)`,
      };
    }
    const { declaredMs, bound } = endedBy(tokenEnd, settings);
    const lasting = used.filter(
      ({ artefact, use }) => artefact !== 'access' || !use.ended || use.lastAcceptedMs > longestAccessMs(settings),
    );
    if (lasting.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `good beyond the tab and the lifetime of an access token: ${names(lasting)}`,
      };
    return {
      ...counts,
      windowMs,
      declaredMs,
      bound,
      outcome: 'window',
      because: `access tokens from ${sources(used)} were good for up to ${windowMs} ms after the tab was closed, of ${declaredMs} ms allowed`,
    };
  },
} satisfies Attack<Seen>;

function names(thefts: readonly Theft[]): string {
  return thefts.map(({ artefact, source, place }) => `${artefact} from ${source}, kept in ${place}`).join('; ');
}

/** Where the script found something, each named once. */
function sources(thefts: readonly Theft[]): string {
  return [...new Set(thefts.map(({ source }) => source))].join(', ');
}

async function theft(stage: Stage, place: PageStorage): Promise<Theft[]> {
  const { browser, tab, sinceMs } = await openSignedIn(stage, place);
  const taken = await capture(stage, browser, tab).finally(() => browser[Symbol.asyncDispose]());
  return together(
    ...taken.map(async ({ source, credential }) => {
      const role = Object.values(credential)[0]?.role;
      const artefact = role === undefined || role === 'companion' ? 'access' : role;
      return { place, source, artefact, ...(await use(stage, artefact, credential, sinceMs)) };
    }),
  );
}

async function use(
  stage: Stage,
  artefact: Theft['artefact'],
  credential: CapturedCredential['credential'],
  sinceMs: number,
): Promise<Pick<Theft, 'use' | 'ageMs'>> {
  let ageMs = 0;
  const once = async (act: () => Promise<boolean>, n: number) => {
    const good = await act();
    if (n === 0) ageMs = Math.ceil(performance.now() - sinceMs);
    return good;
  };
  if (artefact === 'refresh') {
    const redeemed = await once(async () => (await redeem(stage, credential)) !== undefined, 0);
    return { ageMs, use: { accepted: redeemed ? 1 : 0, lastAcceptedMs: 0, ended: true } };
  }
  const boundMs = artefact === 'session' ? provenMs : longestAccessMs(stage.target.settings);
  const isVictim = async () => (await stage.whoAmI(credential)) === stage.victim.id;
  const window = await acceptedFor(stage, boundMs, (n) => once(isVictim, n));
  return { ageMs, use: window };
}
