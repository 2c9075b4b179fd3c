import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import { analyse } from '../analysis/analyse.ts';
import format from '../formats/html.ts';
import { capacityResults } from '../results/fixtures/capacity.ts';
import { decisionResults } from '../results/fixtures/decision.ts';
import { fullSizeResults } from '../results/fixtures/full-size.ts';
import * as fixtures from '../results/fixtures/results.ts';
import { scaledResults } from '../results/fixtures/scale-out.ts';
import { readResults } from '../results/read-results.ts';
import type { Results } from '../results/results.ts';
import { median } from '../statistics/median.ts';
import { figure as rounded } from '../text/wording.ts';

const reading = readResults(
  JSON.parse(readFileSync(new URL('../../../reports/example/results.json', import.meta.url), 'utf8')),
);
assert.ok('results' in reading);
const runs = {
  ...fixtures,
  capacityResults,
  decisionResults,
  fullSizeResults,
  scaledResults,
  example: analyse(reading.results, []),
};

type Row = Readonly<Record<string, string>>;

interface Picture {
  readonly id: string;
  readonly title: string;
  /** Its values in words. */
  readonly words: readonly string[];
  /** Its CSV; empty where that is too long for a page. */
  readonly rows: readonly Row[];
}

/** What must hold between a title and the values below it, for each picture that `figure()` draws. */
const judges: Readonly<Record<string, (picture: Picture) => void>> = {
  forest({ title, rows }) {
    const pairs = rows.filter(({ scheme, reference }) => scheme !== reference);
    const won = pairs.filter(({ verdict }) => verdict === 'better' || verdict === 'worse').length;
    assert.ok(title.startsWith(`${won} of ${pairs.length} ratios between schemes have a winner`), title);
  },
  capacity({ title, rows }) {
    const sound = rows.filter(({ counted }) => counted === 'true');
    for (const [, figure = '', scheme = ''] of title.matchAll(/([\d,]+)(?: requests\/s)? with ([\w-]+)/g))
      assert.equal(
        figure,
        rounded(median(numbers(sound, 'requests_per_s_and_core', ({ scheme: of }) => of === scheme)) ?? 0),
      );
  },
  refused({ title, rows }) {
    const several = rows.filter(({ instances, counted }) => Number(instances) > 1 && counted === 'true');
    const most = (part: string, whole: string) =>
      Math.max(0, ...several.map((row) => Number(row[part]) / Math.max(1, Number(row[whole]))));
    for (const [part, whole] of [
      ['refused', 'requests'],
      ['renewals_refused', 'renewals'],
    ] as const) {
      const [, told = '0'] = title.match(new RegExp(`([\\d.]+) % of ${whole}`)) ?? [];
      assert.equal(told, rounded(100 * most(part, whole)));
    }
    const [, sound = ''] = title.match(/; (.*) refuses? none/) ?? [];
    const modes = {
      'own memory': 'own-memory',
      'sticky routing': 'sticky',
      'a shared store': 'shared',
      'no state': 'none',
    };
    for (const [name, mode] of Object.entries(modes))
      if (sound.includes(name))
        for (const row of rows.filter(({ state_in, instances }) => state_in === mode && Number(instances) > 1))
          assert.deepEqual([row.refused, row.renewals_refused, row.counted], ['0', '0', 'true']);
  },
  'requirements-map'({ title, rows }) {
    const broken = (scheme: string) => rows.filter((row) => row[scheme] === 'not-met').length;
    const schemes = Object.keys(rows[0] ?? {}).filter((name) => name !== 'requirement' && broken(name) > 0);
    const told = [...title.matchAll(/(\d+) with ([\w-]+)/g)].map(([, count, scheme]) => [scheme, Number(count)]);
    assert.deepEqual(
      told,
      schemes.map((scheme) => [scheme, broken(scheme)]),
    );
  },
  outage({ title, rows }) {
    for (const [, scheme = '', share = ''] of title.matchAll(/([\w-]+) (?:answers )?([\d.]+) %/g)) {
      const row = rows.find((one) => one.scheme === scheme && one.phase === 'during');
      assert.equal(Math.round(Number(share)), Math.round((100 * Number(row?.answered)) / Number(row?.requests)), title);
    }
  },
  /** What came of an attack was measured by itself; the picture has to show that something was let through. */
  sequence({ title, rows }) {
    assert.match(title, /^On [\w-]+: /);
    assert.ok(
      rows.some(({ answer = '' }) => answer.startsWith('2')),
      title,
    );
  },
  'scale-curve'({ title, rows }) {
    for (const [, by = '', curve = ''] of title.matchAll(/([\d.]+) times(?: as many)? with ([\w-]+(?: \(\w+\))?)/g)) {
      const own = rows.filter((row) => row.what === 'measured' && row.curve === curve.replace(/ \((.*)\)/, ', $1'));
      assert.equal(by, rounded(Number(own.at(-1)?.requests_per_s) / Number(own[0]?.requests_per_s)));
    }
  },
};

/** Of pictures of a load: shares are edges of a bound over the reference, rounded away from what is told; else as below. */
function sharesAreBounds(picture: Picture): void {
  const edges = picture.rows.flatMap(({ bound_low: low, bound_high: high }) =>
    [low, high].filter(Boolean).map((edge) => 100 * Math.abs(Number(edge) - 1)),
  );
  const shares = [...picture.title.matchAll(/([\d.]+) %(?! that would decide)/g)].map(([, share]) => Number(share));
  for (const share of shares)
    assert.ok(
      edges.some((edge) => Math.abs(edge - share) < 1),
      `${share} % of: ${picture.title}`,
    );
  if (shares.length === 0) figuresAreValues(picture);
}

/** Of pictures that draw few values: each figure of the title is one of them. */
function figuresAreValues({ title, words }: Picture): void {
  const values = words.join(' ');
  // the 99th percentile is a name
  for (const [figure] of title.matchAll(/(?:\d[\d,.]*\d|\d)(?!\d*th )/g))
    assert.ok(values.includes(figure), `${figure} of: ${title}`);
}

function judgeOf({ id, rows }: Picture) {
  const isOfLoad = Object.keys(rows[0] ?? {}).includes('bound_low');
  return judges[id.startsWith('sequence-') ? 'sequence' : id] ?? (isOfLoad ? sharesAreBounds : figuresAreValues);
}

describe('the title of a picture', () => {
  for (const [name, results] of Object.entries(runs))
    it(`says nothing that its values contradict: ${name}`, () => {
      for (const picture of picturesOf(results)) {
        assert.match(picture.title, /^[A-Z\d].*\.$/i);
        assert.notEqual(picture.words.length, 0);
        if (picture.rows.length > 0 || !(picture.id in judges)) judgeOf(picture)(picture);
      }
    });

  it('is held against the table of each picture that has a rule here', () => {
    const drawn = Object.values(runs).flatMap((results) =>
      picturesOf(results).flatMap(({ id, rows }) => (rows.length > 0 ? [id] : [])),
    );
    assert.deepEqual(
      Object.keys(judges).filter((id) => !drawn.some((one) => one === id || one.startsWith(`${id}-`))),
      [],
    );
  });

  const winner = /\b(better|worse|faster|slower|cheaper|dearer|fewer|fewest|more requests|enough to choose)\b/;
  const captionsOf = (results: Results) =>
    [...page(results).matchAll(/<figcaption>(.*?)<\/figcaption>/gs)].map(([, text = '']) => plain(text));
  const called = (verdict: Results['comparisons'][number]['verdict'], results: Results) => ({
    ...results,
    comparisons: results.comparisons.map(({ bound: _, ...one }) => (one.kind === 'scheme' ? { ...one, verdict } : one)),
  });

  it('names a winner where comparisons have one', () => {
    assert.ok(captionsOf(fixtures.fullResults).some((text) => winner.test(text)));
  });

  for (const verdict of ['inconclusive', 'invalid'] as const)
    for (const [name, results] of Object.entries({ ...fixtures, fullSizeResults }))
      it(`names no winner where every comparison is ${verdict} and none has a bound: ${name}`, () => {
        const undecided = called(verdict, results);
        assert.deepEqual(
          captionsOf(undecided).filter((text) => winner.test(text)),
          [],
        );
        for (const { id, title } of picturesOf(undecided)) {
          if (id === 'forest') assert.match(title, /^0 of /);
          if (id === 'capacity' && title.includes(' and '))
            assert.match(title, /, which is within the noise\.$|, which this run cannot tell apart\.$/);
        }
      });
});

function page(results: Results): string {
  return format.files['index.html'](results);
}

function picturesOf(results: Results): Picture[] {
  const pattern =
    /<figure class="[^"]*" id="figure-(.*?)"><figcaption><strong>(.*?)<\/strong>.*?<details class="plain values">.*?<ul>(.*?)<\/ul>(.*?)<\/details>/gs;
  return [...page(results).matchAll(pattern)].map(([, id = '', title = '', words = '', rest = '']) => {
    const [, csv = ''] = rest.match(/data:text\/csv;charset=utf-8,([^"]*)"/) ?? [];
    return {
      id,
      title: plain(title),
      words: [...words.matchAll(/<li>(.*?)<\/li>/gs)].map(([, text = '']) => plain(text)),
      rows: parse(decodeURIComponent(csv), { columns: true }),
    };
  });
}

function plain(markup: string): string {
  return markup.replace(/<[^>]+>/g, '').replaceAll('\u00a0', ' ');
}

function numbers(rows: readonly Row[], name: string, isMeant: (row: Row) => boolean): number[] {
  return rows.filter(isMeant).map((row) => Number(row[name]));
}
