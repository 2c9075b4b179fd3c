import { groupBy } from '../../group-by.ts';
import type { Results } from '../../results/results.ts';
import { kept } from '../../text/vocabulary.ts';
import { capitalised, list, percent, sentence } from '../../text/wording.ts';
import { seriesOf } from '../charts/series.ts';
import { type ShareLine, sharePanel } from '../charts/share-panel.ts';
import { figure } from '../figure.ts';
import { html, type SafeHtml } from '../markup.ts';

type Row = Results['scaling'][number];
type Mode = Row['mode'];

/** One scheme on so many instances, undisturbed, with its state kept in one way: all of its rows that count. */
export interface Refused {
  readonly mode: Mode;
  readonly scheme: string;
  readonly instances: number;
  readonly requests: number;
  readonly refused: number;
  readonly renewals: number;
  readonly renewalsRefused: number;
  /** Why none of its rows counts. */
  readonly because: string | undefined;
}

/** Who is refused on several instances, a panel for each way to keep state; nothing where several were not tried. */
export function refusedView(results: Results): SafeHtml | undefined {
  const all = refusedOf(results);
  const finding = refusedFinding(all);
  if (finding === undefined) return undefined;
  const ids = results.run.schemes;
  const most = Math.max(...all.map(({ instances }) => instances));
  const panels = modes.flatMap((mode) => {
    const own = all.filter((one) => one.mode === mode);
    const lines = ids.flatMap((scheme) =>
      linesOf(
        ids,
        own.filter((one) => one.scheme === scheme && isCounted(one)),
      ),
    );
    if (lines.length === 0) return [];
    const asks = results.schemes.some(
      ({ id, traits }) => traits.store === 'every-request' && own.some(({ scheme }) => scheme === id),
    );
    const theory = asks && mode === 'own-memory' ? steps(most).map((n) => [n, 1 - 1 / n] as const) : [];
    return [sharePanel(`refused-${mode}`, names[mode], lines.map(spoken).join('; '), most, lines, theory)];
  });
  return figure({
    id: 'refused',
    finding,
    note: 'Share refused, over instances. Hollow: renewals. Dashed: theory, (N−1)/N.',
    picture: html`<div class="panels">${panels}</div>`,
    words: modes.flatMap((mode) =>
      ids.flatMap((scheme) => inWords(all.filter((one) => one.mode === mode && one.scheme === scheme))),
    ),
    csv: {
      head: ['state_in', 'scheme', 'instances', 'requests', 'refused', 'renewals', 'renewals_refused', 'counted'],
      rows: all.map((one) => [
        ...[one.mode, one.scheme, one.instances, one.requests, one.refused, one.renewals, one.renewalsRefused],
        String(isCounted(one)),
      ]),
    },
    className: 'multiple',
  });
}

/** In the order of the picture. */
export function refusedOf({ scaling, run }: Results): Refused[] {
  const undisturbed = scaling.filter(({ event }) => event === 'none');
  const groups = groupBy(undisturbed, ({ mode, scheme, instances }) => JSON.stringify([mode, scheme, instances]));
  const rank = ({ mode, scheme, instances }: Refused) =>
    (modes.indexOf(mode) * 100 + run.schemes.indexOf(scheme)) * 1_000 + instances;
  return [...groups.values()]
    .map((rows): Refused => {
      const valid = rows.filter((row) => row.valid);
      const sum = (of: (row: Row) => number) => valid.reduce((total, row) => total + of(row), 0);
      const [{ mode, scheme, instances }] = rows;
      return {
        ...{ mode, scheme, instances },
        requests: sum((row) => row.requests),
        refused: sum((row) => row.refused),
        renewals: sum((row) => row.renewals),
        renewalsRefused: sum((row) => row.renewalsRefused),
        because: whyNot(rows, valid),
      };
    })
    .sort((a, b) => rank(a) - rank(b));
}

function whyNot([first]: readonly Row[], valid: readonly Row[]): string | undefined {
  if (valid.length === 0) return first?.invalidReason ?? 'it was disturbed';
  return valid.some(({ requests }) => requests > 0) ? undefined : 'nothing was asked';
}

/** `Own memory refuses up to 75 % of requests; sticky routing and a shared store refuse none.` */
export function refusedFinding(all: readonly Refused[]): string | undefined {
  const several = all.filter(({ instances }) => instances > 1);
  const seen = several.filter(isCounted);
  if (seen.length === 0) return undefined;
  const refuses = ({ refused, renewalsRefused }: Refused) => refused + renewalsRefused > 0;
  const refusing = modes.filter((mode) => seen.some((one) => one.mode === mode && refuses(one)));
  // what did not count may have been refused
  const sound = modes.filter((mode) => {
    const own = several.filter((one) => one.mode === mode);
    return own.length > 0 && own.every((one) => isCounted(one) && !refuses(one));
  });
  const verb = (some: readonly Mode[]) => (some.length === 1 ? 'refuses' : 'refuse');
  const named = (some: readonly Mode[]) => list(some.map((mode) => inSentence[mode]));
  const most = [...upTo(seen.map(shareOfRequests), 'requests'), ...upTo(seen.map(shareOfRenewals), 'renewals')].join(
    ' and ',
  );
  const parts = [
    ...(refusing.length > 0 ? [`${named(refusing)} ${verb(refusing)} up to ${most}`] : []),
    ...(sound.length > 0
      ? [`${named(sound)} ${verb(sound)} ${refusing.length > 0 ? 'none' : 'no signed-in user'}`]
      : []),
  ];
  return parts.length === 0 ? 'Nobody was refused in what counted, but not all of it did.' : sentence(parts.join('; '));
}

function upTo(shares: readonly number[], what: string): string[] {
  const most = Math.max(...shares);
  return most > 0 ? [`${percent(most)} of ${what}`] : [];
}

function isCounted({ because }: Refused): boolean {
  return because === undefined;
}

function shareOfRequests({ requests, refused }: Refused): number {
  return requests === 0 ? 0 : refused / requests;
}

function shareOfRenewals({ renewals, renewalsRefused }: Refused): number {
  return renewals === 0 ? 0 : renewalsRefused / renewals;
}

/** Requests, and renewals where any is refused. */
function linesOf(ids: readonly string[], own: readonly Refused[]): ShareLine[] {
  const [scheme] = own.map((one) => one.scheme);
  if (scheme === undefined) return [];
  const line = (name: string, hollow: boolean, of: (one: Refused) => number): ShareLine => {
    const places = own.map((one) => [one.instances, of(one)] as const);
    return { name, series: seriesOf(ids, scheme), hollow, places };
  };
  return [
    line(scheme, false, shareOfRequests),
    ...(own.some(({ renewalsRefused }) => renewalsRefused > 0)
      ? [line(`renewals, ${scheme}`, true, shareOfRenewals)]
      : []),
  ];
}

function spoken({ name, places }: ShareLine): string {
  return `${name}: ${places.map(([count, share]) => `${percent(share)} at ${count}`).join(', ')}`;
}

/** `Own memory, session: 0 % of requests refused at 1, 50 % at 2.` */
function inWords(own: readonly Refused[]): string[] {
  const [first] = own;
  if (first === undefined) return [];
  const renewals = (one: Refused) =>
    one.renewalsRefused > 0 ? ` and ${percent(shareOfRenewals(one))} of renewals` : '';
  const told = own.map((one) =>
    isCounted(one)
      ? `${percent(shareOfRequests(one))}${renewals(one)} at ${one.instances}`
      : `not counted at ${one.instances} (${one.because})`,
  );
  return [`${names[first.mode]}, ${first.scheme}: refused ${told.join(', ')}.`];
}

function steps(most: number): number[] {
  return Array.from({ length: most }, (_, i) => i + 1);
}

const names: Readonly<Record<Mode, string>> = {
  'own-memory': capitalised(kept['own-memory']),
  sticky: capitalised(kept.sticky),
  shared: capitalised(kept.shared),
  none: 'No state',
};
const inSentence: Readonly<Record<Mode, string>> = {
  'own-memory': 'own memory',
  sticky: 'sticky routing',
  shared: 'a shared store',
  none: 'no state',
};
const modes = Object.keys(names) as Mode[];
