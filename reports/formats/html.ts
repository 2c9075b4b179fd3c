import { page } from '../html/page.ts';
import { advisor } from '../html/sections/advisor.ts';
import { answer } from '../html/sections/answer.ts';
import { attacks } from '../html/sections/attacks.ts';
import { cells } from '../html/sections/cells.ts';
import { claims } from '../html/sections/claims.ts';
import { environment } from '../html/sections/environment.ts';
import { evidence } from '../html/sections/evidence.ts';
import { faults } from '../html/sections/faults.ts';
import { glossary } from '../html/sections/glossary.ts';
import { load } from '../html/sections/load.ts';
import { matrix } from '../html/sections/matrix.ts';
import { method } from '../html/sections/method.ts';
import { micro } from '../html/sections/micro.ts';
import { quality } from '../html/sections/quality.ts';
import { ratios } from '../html/sections/ratios.ts';
import { scaling } from '../html/sections/scaling.ts';
import { targets } from '../html/sections/targets.ts';
import { windows } from '../html/sections/windows.ts';
import type { Format } from '../report.ts';

/** The report that people read: one self-contained page, from the answer down to the evidence. */
const sections = [
  answer,
  targets,
  quality,
  matrix,
  ratios,
  claims,
  attacks,
  windows,
  scaling,
  faults,
  load,
  micro,
  advisor,
  method,
  environment,
  cells,
  evidence,
  glossary,
];

export default {
  id: 'html',
  files: { 'index.html': (results) => page(results, sections) },
} satisfies Format;
