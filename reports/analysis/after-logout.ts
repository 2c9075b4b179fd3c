import type { Results } from '../results/results.ts';
import { isYesOrNo, readExchangeLine } from '../text/exchange-line.ts';
import { list } from '../text/wording.ts';
import { lengthText, windowOf } from './window.ts';

/** What became of a copied credential after its owner logged out. */
export interface AfterLogout {
  readonly scheme: string;
  /** Each use of it, in ms after the logout. */
  readonly uses: readonly { readonly ms: number; readonly isAccepted: boolean }[];
  /** For how long it works as configured, in words. */
  readonly configured: string | undefined;
  /** When its lifetime ends at the latest, in ms after the logout, with lifetimes as the test shortens them. */
  readonly testedEndMs: number | undefined;
}

const attackId = 'replay-after-logout';

/** Of every scheme on which that was tried, from the transcript of the trial. Pure. */
export function afterLogout({ schemes, evidence, attacks }: Results): AfterLogout[] {
  return schemes.flatMap(({ id: scheme }) => {
    const trial = evidence.find(
      ({ cell }) => cell.scenario === attackId && cell.scheme === scheme && cell.weakness === undefined,
    );
    const uses = usesIn(trial?.transcript ?? []);
    const attack = attacks.find((one) => one.id === attackId && one.scheme === scheme);
    const window = attack && windowOf(attack);
    const testedEndMs = window && window.kind !== 'none' ? window.seen?.boundMs : undefined;
    return uses.length === 0 ? [] : [{ scheme, uses, configured: window && lengthText(window), testedEndMs }];
  });
}

/** Reads after the logout that were let through or refused, until somebody logs in to see that the server is still well. */
function usesIn(transcript: Results['evidence'][number]['transcript']): AfterLogout['uses'] {
  const lines = transcript.flatMap(({ atMs, text }) => {
    const line = readExchangeLine(text);
    return line ? [{ atMs, ...line }] : [];
  });
  const out = lines.findIndex(({ method, path }) => method === 'POST' && path.includes('logout'));
  const [logout] = lines.slice(out);
  if (out === -1 || logout === undefined) return [];
  const rest = lines.slice(out + 1);
  const end = rest.findIndex(({ method, path }) => method === 'POST' && path.includes('login'));
  return rest
    .slice(0, end === -1 ? undefined : end)
    .filter((line) => line.method === 'GET' && isYesOrNo(line))
    .map(({ atMs, outcome, subject }) => ({
      ms: atMs - logout.atMs,
      isAccepted: outcome.startsWith('2') && subject !== undefined,
    }));
}

/** `Session refuses the first request after a logout; jwt answers until its token expires.` */
export function afterLogoutFinding(lanes: readonly AfterLogout[]): string {
  const answering = lanes.filter(({ uses }) => uses.some(({ isAccepted }) => isAccepted)).map(({ scheme }) => scheme);
  const refusing = lanes.filter(({ scheme }) => !answering.includes(scheme)).map(({ scheme }) => scheme);
  const verb = (some: readonly string[], one: string, several: string) => (some.length > 1 ? several : one);
  const parts = [
    ...(refusing.length > 0
      ? [`${list(refusing)} ${verb(refusing, 'refuses', 'refuse')} the first request after a logout`]
      : []),
    ...(answering.length > 0
      ? [`${list(answering)} ${verb(answering, 'goes', 'go')} on answering a copy after a logout`]
      : []),
  ];
  return `${parts.join('; ')}.`;
}
