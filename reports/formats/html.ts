import { standsAlone } from '../analysis/stands-alone.ts';
import { page } from '../html/page.ts';
import type { Chapter } from '../html/section.ts';
import { advisorSection } from '../html/sections/advisor.ts';
import { attacksSection } from '../html/sections/attacks.ts';
import { baselineSection } from '../html/sections/baseline.ts';
import { budgetsSection } from '../html/sections/budgets.ts';
import { cellsSection } from '../html/sections/cells.ts';
import { claimsSection } from '../html/sections/claims.ts';
import { environmentSection } from '../html/sections/environment.ts';
import { evidenceSection } from '../html/sections/evidence.ts';
import { faultsSection } from '../html/sections/faults.ts';
import { glossarySection } from '../html/sections/glossary.ts';
import { historySection } from '../html/sections/history.ts';
import { lifecycleSection } from '../html/sections/lifecycle.ts';
import { loadSection } from '../html/sections/load.ts';
import { matrixSection } from '../html/sections/matrix.ts';
import { methodSection } from '../html/sections/method.ts';
import { microSection } from '../html/sections/micro.ts';
import { planSection } from '../html/sections/plan.ts';
import { qualitySection } from '../html/sections/quality.ts';
import { ratiosSection } from '../html/sections/ratios.ts';
import { requirementsSection } from '../html/sections/requirements.ts';
import { scaleOutSection } from '../html/sections/scale-out.ts';
import { scalingSection } from '../html/sections/scaling.ts';
import { summarySection } from '../html/sections/summary.ts';
import { targetsSection } from '../html/sections/targets.ts';
import { windowsSection } from '../html/sections/windows.ts';
import type { Format } from '../results/report.ts';

/** The report that people read: one self-contained page, from the answer down to the evidence. */
const chapters: readonly Chapter[] = [
  { title: 'Decide', sections: [summarySection, advisorSection, planSection, qualitySection, targetsSection] },
  { title: 'Compare', sections: [matrixSection, ratiosSection, claimsSection] },
  { title: 'Attack', sections: [attacksSection, windowsSection, requirementsSection] },
  {
    title: 'Run',
    sections: [lifecycleSection, scalingSection, scaleOutSection, faultsSection, loadSection, microSection],
  },
  { title: 'Keep', sections: [budgetsSection, baselineSection, historySection] },
  { title: 'Check', sections: [methodSection, environmentSection, cellsSection, evidenceSection, glossarySection] },
];

/** What its owner asks of a server that stands alone: what is there to compare others by says nothing of it. */
const ofTargets: readonly Chapter[] = [
  { title: 'Fix', sections: [targetsSection, summarySection, qualitySection] },
  { title: 'Attack', sections: [attacksSection, windowsSection, requirementsSection] },
  { title: 'Run', sections: [loadSection] },
  { title: 'Keep', sections: [budgetsSection, baselineSection, historySection] },
  { title: 'Check', sections: [methodSection, environmentSection, cellsSection, evidenceSection, glossarySection] },
];

export default {
  id: 'html',
  files: { 'index.html': (results) => page(results, standsAlone(results) ? ofTargets : chapters) },
} satisfies Format;
