import { type Decided, decided, ruledOutText, undecidedText } from '../../advice/decided.ts';
import type { Results } from '../../results/results.ts';
import { html, type SafeHtml } from '../markup.ts';
import { table } from '../table.ts';

/** What each requirement alone comes to, by the rules of the advisor. */
export function decisionTable(results: Results): SafeHtml | undefined {
  const rows = decided(results);
  if (rows.length === 0) return undefined;
  return table(
    'Which scheme, where one thing decides',
    [
      { head: 'If this decides', cell: ({ title }) => title },
      { head: 'Take', cell: taken },
      {
        head: 'Ruled out',
        cell: (row) => {
          const open = undecidedText(row);
          return html`${ruledOutText(row, results.schemes.length)}${open !== undefined && html`<small>${open}</small>`}`;
        },
      },
    ],
    rows,
    { width: 'tight' },
  );
}

function taken({ take, isChoice, needs }: Decided): SafeHtml {
  return html`${isChoice ? html`<strong>${take}</strong>` : take}${needs.length > 0 && html` <details class="cites"><summary>on conditions</summary> <small>${needs.join('; ')}</small></details>`}`;
}
