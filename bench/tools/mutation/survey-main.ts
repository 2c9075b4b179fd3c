import { fileURLToPath } from 'node:url';
import { contractRules } from '../../../servers/contract/contract.ts';
import { failedTrial, runTrial, type Tried } from '../../attacks/attack.ts';
import { contractUsers, usersOf } from '../../attacks/launches.ts';
import { assertContract } from '../../cells/contract.ts';
import { hostedClusters } from '../../cluster/hosted.ts';
import { chromiumAt } from '../../driver/chromium.ts';
import { disposeAll } from '../../machine/dispose.ts';
import { openRunContext } from '../../targets/own/open-run-context.ts';
import { openReach, reachFile } from './reach.ts';
import { soundLaunches } from './sound-launches.ts';
import type { Survey, SurveyedAttack } from './survey.ts';

/**
 * Usage: `node …/survey-main.js SCHEME COUNT [BROWSER]`, in a build with so many mutants, of which none is active.
 * Makes every attack on the servers of a scheme by itself, one after another, and prints which mutants each came to: a
 * `Survey` as JSON.
 */
const [scheme = '', count = '0', browser] = process.argv.slice(2);
const { signal } = new AbortController();
const launches = await soundLaunches(browser !== undefined);
const opened = await openRunContext(launches.users, signal);
const chromium = browser ? chromiumAt(browser, `${opened.folder}/chromium`, signal) : undefined;
const hosts = hostedClusters(opened);
// what this process has loaded of the servers before is not written there
const reach = openReach(fileURLToPath(new URL(`../../../servers/${reachFile}`, import.meta.url)), Number(count));

const context = { ...opened, effort: 'smoke' as const, hosts, ...(chromium && { browser: chromium }) };
const start = new Set<string>();
const contract = new Set<string>();
const attacks: SurveyedAttack[] = [];
const quick = launches.quick(scheme);
for (const launch of launches.of(scheme)) {
  try {
    // what others left there would count against whoever limits logins
    await opened.store.restore([]);
    await using live = await launch.options.scheme.launch(launch.options, context);
    for (const id of reach.taken()) start.add(id);
    await assertContract(live.enter(opened.accounts.users.slice(0, contractUsers)).stage, contractRules);
    for (const id of reach.taken()) contract.add(id);
    let from = contractUsers;
    for (const trial of launch.trials) {
      const users = opened.accounts.users.slice(from, from + usersOf(trial));
      from += usersOf(trial);
      note(await runTrial(trial, live, users, signal));
    }
  } catch (error) {
    const rest = launch.trials.filter(({ cell }) => !attacks.some(({ attack }) => attack === cell.attack.id));
    for (const trial of rest) note(await failedTrial(trial, error, signal), false);
  }
  reach.taken();
}
process.stdout.write(JSON.stringify({ scheme, start: [...start], contract: [...contract], attacks } satisfies Survey));
await disposeAll(hosts, chromium, opened);

function note({ cell, judgement, evidence }: Tried, isMade = true) {
  const { outcome, because } = judgement;
  const expected = cell.attack.expected(cell.scheme.traits);
  if (outcome !== expected) console.error(`${scheme}, ${cell.attack.id}: ${outcome}, ${because}`);
  const holds = isMade && ['inconclusive', expected].includes(outcome);
  attacks.push({
    ...{ attack: cell.attack.id, reached: reach.taken(), durationMs: evidence.durationMs },
    ...{ holds, quick: quick.includes(cell.attack.id) },
  });
}
