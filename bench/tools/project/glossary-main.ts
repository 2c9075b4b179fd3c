import { glossaryPage } from '../../../reports/text/glossary-page.ts';

process.stdout.write(glossaryPage());
