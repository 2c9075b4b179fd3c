import { type Command, Option } from 'commander';
import type { Everything } from '../plan/catalogue.ts';
import { suites } from '../plan/plan.ts';
import { profiles } from '../plan/profiles.ts';
import { gates } from '../run/options.ts';
import { runsFolder } from '../runs/stored-runs.ts';
import { decisionMarginFlag } from './decision-margin.ts';

/** All that a run can be asked for, with what it is where nobody asks. */
export function runFlags(command: Command, all: Everything): Command {
  const profileList = Object.values(profiles)
    .map(({ id, title, maxMs }) => `${id} (${Math.ceil(maxMs / 60_000)} min: ${title})`)
    .join(', ');
  return command
    .addOption(new Option('--profile <name>', profileList).default('quick').env('AUTHBENCH_PROFILE'))
    .addOption(
      new Option('--schemes <list>', `of ${ids([...all.schemes, ...all.variants])}, or all; !x leaves x out`).env(
        'AUTHBENCH_SCHEMES',
      ),
    )
    .addOption(new Option('--suite <list>', `of ${suites.join(', ')}`).env('AUTHBENCH_SUITE'))
    .addOption(
      new Option('--scenario <list>', 'only these scenarios, by id (authbench explain ID)').env('AUTHBENCH_SCENARIO'),
    )
    .addOption(
      new Option('--seed <n>', 'order of rounds and accounts; drawn and printed when absent').env('AUTHBENCH_SEED'),
    )
    .addOption(
      new Option(
        '--resume <run>',
        'go on with a stored run: what it did not finish, or more rounds; id, path or latest',
      ),
    )
    .addOption(
      new Option('--rounds <n>', 'so many rounds of load, or +n more with --resume, however long they take').env(
        'AUTHBENCH_ROUNDS',
      ),
    )
    .addOption(
      new Option(
        '--slo <time>',
        '25ms: the latency objective (p99) that standard and full seek the highest rate for',
      ).env('AUTHBENCH_SLO'),
    )
    .addOption(
      new Option(
        '--node <list>',
        'run the schemes on these Node.js too, each a version (22,24.22.3) or the path of a program: does a conclusion depend on it?',
      ).env('AUTHBENCH_NODE'),
    )
    .addOption(decisionMarginFlag())
    .addOption(new Option('--out <folder>', `default: ${runsFolder}/<id>`).env('AUTHBENCH_OUT'))
    .addOption(new Option('--formats <list>', `of ${ids(all.formats)}`).env('AUTHBENCH_FORMATS'))
    .addOption(
      new Option('--store <where>', 'auto, redis://HOST:PORT, binary, container, embedded, or debian')
        .default('auto')
        .env('REDIS_URL'),
    )
    .addOption(
      new Option('--target <file>', 'a description of your own login system; may be repeated').argParser(collected),
    )
    .addOption(new Option('--dry-run', 'with --target: show each request and what was found in its answer'))
    .addOption(new Option('--allow-remote <host>', 'permits a store or a target on that host, which is not loopback'))
    .addOption(
      new Option('--i-own <host>', 'confirms such a target where nobody can be asked; may be repeated').argParser(
        collected,
      ),
    )
    .addOption(
      new Option('--browser <path>', 'a Chromium for the browser attacks; found by itself where there is one').env(
        'AUTHBENCH_BROWSER',
      ),
    )
    .addOption(
      new Option('--cluster <where>', 'processes, or compose: containers of docker-compose.yml, without load')
        .default('processes')
        .env('AUTHBENCH_CLUSTER'),
    )
    .addOption(
      new Option('--balancer <name>', 'haproxy: a real one in front of every cluster; none: the bench spreads requests')
        .default('none')
        .env('AUTHBENCH_BALANCER'),
    )
    .addOption(
      new Option(
        '--agents <url>',
        'rediss://… of a control Redis: load comes from the agents there (authbench help agent)',
      ).env('AUTHBENCH_AGENTS'),
    )
    .addOption(new Option('--expect <n>', 'with --agents: waits until so many are there; takes those that are else'))
    .addOption(
      new Option('--reach <address>', 'with --agents: of this machine, where they reach its servers').env(
        'AUTHBENCH_REACH',
      ),
    )
    .addOption(
      new Option('--ui <mode>', 'auto, live, lines, json (NDJSON: authbench schema events), silent')
        .default('auto')
        .env('AUTHBENCH_UI'),
    )
    .addOption(new Option('--live', 'a page that follows the run, on 127.0.0.1 and until it ends'))
    .addOption(
      new Option('--fail-on <list>', `what a run must meet to exit 0, of ${gates.join(', ')}`).default(
        'security,budget,regression',
      ),
    )
    .addOption(
      new Option(
        '--confirm <n>',
        'so often is what breaks a limit measured again before the run fails by it; 0 for never',
      )
        .default('1')
        .env('AUTHBENCH_CONFIRM'),
    )
    .addOption(
      new Option('--budgets <file>', 'hold the run against these limits (authbench schema budgets)').env(
        'AUTHBENCH_BUDGETS',
      ),
    )
    .addOption(
      new Option(
        '--baseline <run>',
        'hold the run against this one; the one of authbench baseline set when absent',
      ).env('AUTHBENCH_BASELINE'),
    );
}

export function collected(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

function ids(items: readonly { readonly id: string }[]): string {
  return items.map(({ id }) => id).join(', ');
}
