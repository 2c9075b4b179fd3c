import { plain } from '../text/markdown-text.ts';
import { nameOf } from './ruling-text.ts';
import { standards } from './standards.ts';

/** As much of an attack as its place among requirements. */
export interface Referring {
  readonly id: string;
  readonly references: readonly string[];
}

/** Which requirement is shown by which attacks, for docs/standards.md: what a run says of each is in its report. Pure. */
export function standardsPage(attacks: readonly Referring[]): string {
  const reached = standards.flatMap(({ rules }) => rules).filter(({ id }) => namedBy(id, attacks).length > 0);
  const all = standards.flatMap(({ rules }) => rules);
  return `${[
    '# Requirements, and which attack shows each',
    'Made by `npm run bench -- standards > docs/standards.md`, from `reports/standards/` and the references of the attacks.',
    `Of ${all.length} requirements ${reached.length} are attacked. A run tells what each scheme comes to: see *Requirements of standards* in its report, and \`requirements.csv\`. What no attack is about stays *not tested*, whatever a scheme promises.`,
    ...standards.map(({ title, address, rules }) =>
      [
        `## ${plain(title)}`,
        '',
        `<${address}>`,
        '',
        '| requirement | asks | of whom | attacks | not tried |',
        '|---|---|---|---|---|',
        ...rules.map((rule) => {
          const ids = namedBy(rule.id, attacks);
          const open = ids.length === 0 ? (rule.unreached ?? rule.untried ?? '') : (rule.untried ?? '');
          return `| ${[nameOf(rule), rule.asks, rule.of ?? 'everybody', ids.join(', ') || '–', open].map(plain).join(' | ')} |`;
        }),
      ].join('\n'),
    ),
  ].join('\n\n')}\n`;
}

function namedBy(id: string, attacks: readonly Referring[]): string[] {
  return attacks.filter(({ references }) => references.includes(id)).map((attack) => attack.id);
}
