import { runAdvisor } from './advisor-script.ts';
import { byId } from './in-page.ts';
import { runPlanForm } from './plan-script.ts';
import { readPremises } from './read-premises.ts';

/** Runs in the page, bundled with all that it imports: the very rules and sums of the command line. */
const carried = readPremises(byId('premises').textContent ?? '');
runAdvisor(carried);
runPlanForm(carried);
