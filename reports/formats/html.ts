import { page } from '../html/page.ts';
import type { Chapter } from '../html/section.ts';
import { advisor } from '../html/sections/advisor.ts';
import { attacks } from '../html/sections/attacks.ts';
import { baseline } from '../html/sections/baseline.ts';
import { budgets } from '../html/sections/budgets.ts';
import { cells } from '../html/sections/cells.ts';
import { claims } from '../html/sections/claims.ts';
import { environment } from '../html/sections/environment.ts';
import { evidence } from '../html/sections/evidence.ts';
import { faults } from '../html/sections/faults.ts';
import { glossary } from '../html/sections/glossary.ts';
import { history } from '../html/sections/history.ts';
import { lifecycle } from '../html/sections/lifecycle.ts';
import { load } from '../html/sections/load.ts';
import { matrix } from '../html/sections/matrix.ts';
import { method } from '../html/sections/method.ts';
import { micro } from '../html/sections/micro.ts';
import { plan } from '../html/sections/plan.ts';
import { quality } from '../html/sections/quality.ts';
import { ratios } from '../html/sections/ratios.ts';
import { scaling } from '../html/sections/scaling.ts';
import { summary } from '../html/sections/summary.ts';
import { targets } from '../html/sections/targets.ts';
import { windows } from '../html/sections/windows.ts';
import type { Format } from '../results/report.ts';

/** The report that people read: one self-contained page, from the answer down to the evidence. */
const chapters: readonly Chapter[] = [
  { title: 'Decide', sections: [summary, advisor, plan, quality, targets] },
  { title: 'Compare', sections: [matrix, ratios, claims] },
  { title: 'Attack', sections: [attacks, windows] },
  { title: 'Run', sections: [lifecycle, scaling, faults, load, micro] },
  { title: 'Keep', sections: [budgets, baseline, history] },
  { title: 'Check', sections: [method, environment, cells, evidence, glossary] },
];

export default {
  id: 'html',
  files: { 'index.html': (results) => page(results, chapters) },
} satisfies Format;
