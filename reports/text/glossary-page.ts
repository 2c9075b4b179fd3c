import { words } from './glossary.ts';
import { plain } from './markdown-text.ts';

/** docs/glossary.md. Pure. */
export function glossaryPage(): string {
  return `${[
    '# Words',
    'Made by `npm run build && node dist/bench/tools/project/glossary-main.js > docs/glossary.md`, from `reports/text/words/`. `npm run bench -- explain WORD` gives the same.',
    'One word, one meaning, in the code and in what users read. Words of the field stand as the field uses them: k6 for load, RFC 6749, 7519 and 9700 for tokens, OWASP ASVS for requirements. What an outcome or a verdict means stands in `reports/text/vocabulary.ts`, from which every output and `explain` take it.',
    ...Object.entries(words).map(([title, all]) =>
      [
        `## ${title}`,
        '',
        '| word | means |',
        '|---|---|',
        ...all.map((word) => `| ${word.map(plain).join(' | ')} |`),
      ].join('\n'),
    ),
  ].join('\n\n')}\n`;
}
