import { runAdvisor } from './advisor-script.ts';
import { runCoresPrice } from './cores-price-script.ts';
import { byId } from './in-page.ts';
import { runPlanForm } from './plan-script.ts';
import { readPremises } from './read-premises.ts';
import { unpackedText } from './unpacked-text.ts';

/** Runs in the page, bundled with all that it imports: the very rules and sums of the command line. */
void unpackedText(byId('premises').textContent ?? '').then((text) => {
  const carried = readPremises(text);
  runAdvisor(carried);
  runCoresPrice(carried);
  runPlanForm(carried);
});
