import { html, type SafeHtml } from '../markup.ts';
import type { Icon, Verdict } from '../verdict.ts';
import { chart } from './chart.ts';
import { px } from './series.ts';

export interface HeatGroup {
  /** At most six characters. */
  readonly title: string;
  readonly columns: readonly string[];
}

/** Signs of nine pixels from the upper left, so that colour says nothing alone; a run of many schemes has a thousand. */
const signs: Readonly<Partial<Record<Icon, string>>> = {
  check: 'm0 5 3 3 6-7',
  half: 'm0 4.5a4.5 4.5 0 0 0 9 0z',
  cross: 'm1 1 7 7m0-7-7 7',
  question: 'm4 4h1',
  dash: 'm1 4.5h7',
};

/** Verdicts as signs, a row for each thing and a column for each question; columns in groups, which are not cut apart. */
export function heatMap(
  id: string,
  title: string,
  finding: string,
  rows: readonly string[],
  groups: readonly HeatGroup[],
  verdictOf: (row: string, column: string) => Verdict,
): SafeHtml {
  const [left, right, pitch, gap, head, rowHeight, between] = [96, 380, 12.5, 9, 16, 16, 14];
  const drawn = new Map<string, { readonly verdict: Verdict; readonly path: string[] }>();
  const words: SafeHtml[] = [];
  let [x, y] = [left, 0];
  for (const { title: name, columns } of groups) {
    const width = Math.max(columns.length * pitch, name.length * 7);
    if (x > left && x + width > right) [x, y] = [left, y + head + rows.length * rowHeight + between];
    words.push(html`<text class="quiet small" x="${px(x)}" y="${y + 11}">${name}</text>`);
    for (const [i, row] of rows.entries()) {
      const top = y + head + i * rowHeight;
      if (x === left) words.push(html`<text class="small" x="0" y="${top + 11}">${row.slice(0, 15)}</text>`);
      for (const [place, column] of columns.entries()) {
        const verdict = verdictOf(row, column);
        // a row of a group at most, since a page cuts what is longer than any text
        const key = `${verdict.word} ${row} ${name}`;
        const one = drawn.get(key) ?? { verdict, path: [] };
        one.path.push(`M${px(x + place * pitch)} ${top + 2}${signs[verdict.icon] ?? ''}`);
        drawn.set(key, one);
      }
    }
    x += width + gap;
  }
  const marks = [...drawn.values()].map(
    ({ verdict: { tone, icon }, path }) =>
      html`<g class="verdict ${tone}"><path class="${icon === 'half' ? 'solid' : 'stroke'}" d="${path.join('')}"/></g>`,
  );
  return chart({
    ...{ id, title, finding, width: right, height: y + head + rows.length * rowHeight + 4 },
    marks: [...words, ...marks],
  });
}
