import { noiseText } from '../../analysis/noise-text.ts';
import { standsAlone } from '../../analysis/stands-alone.ts';
import { costFinding } from '../../capacity/cost-finding.ts';
import { demandsOf } from '../../capacity/demands.ts';
import { isKnown, type Known, total } from '../../capacity/estimate.ts';
import { planOf } from '../../capacity/plan.ts';
import type { SchemePlan } from '../../capacity/plan-scheme.ts';
import { quantities, rangeText } from '../../capacity/quantities.ts';
import { example, readWorkload } from '../../capacity/workload.ts';
import type { Results } from '../../results/results.ts';
import { exact, figure, list, percent, sentence } from '../../text/wording.ts';
import { commandCode } from '../command-code.ts';
import { type Content, html, type SafeHtml } from '../markup.ts';
import { table } from '../table.ts';

/** What an example of a load takes with each scheme; the calculator below takes another. */
export function costView(results: Results): SafeHtml | undefined {
  const read = readWorkload(example);
  if ('problems' in read || results.schemes.length === 0 || standsAlone(results)) return undefined;
  const { workload } = read;
  const demands = demandsOf(results);
  const { schemes, missing } = planOf(workload, demands);
  const perCore = (scheme: string): Known => {
    const servers = demands.schemes.find((one) => one.scheme === scheme)?.steps.read.servers;
    if (servers === undefined || !isKnown(servers)) return servers ?? { missing: [] };
    const { low, middle, high, rests } = servers;
    // who was seen to take nothing has no rate
    if (low === 0) return { missing: [] };
    return { low: 1e6 / high, middle: 1e6 / middle, high: 1e6 / low, rests };
  };
  const memory = quantities(undefined).find(({ title }) => title === 'Store memory');
  const again = demands.schemes.filter(({ renewsBy }) => renewsBy === 'login').map(({ scheme }) => scheme);
  const noise = noiseText(results);
  const [command] = missing.map((one) => one.command);
  return html`<h3>${costFinding(schemes)}</h3>
${table(
  `${exact(workload.ratePerSecond)} requests/s of ${exact(workload.users)} users: ${percent(workload.mix.login)} logins, ${percent(workload.mix.renewal)} renewals, cores used to ${percent(workload.utilisation)}. An instance is one process, on one core.`,
  [
    { head: 'Scheme', cell: ({ scheme }: SchemePlan) => scheme },
    { head: 'Reads/s per busy core', figures: true, cell: ({ scheme }) => shown(perCore(scheme), figure) },
    {
      head: 'Cores: requests',
      figures: true,
      cell: ({ work }) =>
        shown(
          total([
            [1, work.read],
            [1, work.renewal],
          ]),
          figure,
        ),
    },
    { head: 'Cores: passwords', figures: true, cell: ({ work }) => shown(work.login, figure) },
    { head: 'Store cores', figures: true, cell: ({ storeCores }) => shown(storeCores, exact) },
    {
      head: 'Store memory',
      figures: true,
      cell: ({ storeBytes }) => shown(storeBytes, (value) => memory?.show(value) ?? ''),
    },
  ],
  schemes,
  { width: 'tight' },
)}
<div class="foremost" id="cores-form" hidden><label>A core costs <input type="text" name="cores-price" autocomplete="off"> an hour.</label> <span id="cores-answer" aria-live="polite"></span></div>
<p class="note">${again.length > 0 && `With ${list(again)} a renewal is a login again, which hashes a password. `}${command !== undefined && html`What is not measured tells ${commandCode(command)}. `}<a href="#plan">Put in your load and all prices</a> for the sums of yours.${noise !== undefined && html` ${sentence(noise)} <a href="#quality">How that was checked</a>.`}</p>`;
}

/** The edges of an interval below their middle. */
function shown(known: Known, show: (value: number) => string): Content {
  const [value, ...edges] = rangeText(known, show).split(' (');
  return html`${isKnown(known) ? html`<span class="value">${value}</span>` : '–'}${edges.length > 0 && html`<small>(${edges}</small>`}`;
}
