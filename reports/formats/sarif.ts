import { createHash } from 'node:crypto';
import type { CodeFlow, Log, Notification, PhysicalLocation, ReportingDescriptor, Result, ToolComponent } from 'sarif';
import { attackFix } from '../analysis/attack-fix.ts';
import { outcomeText } from '../analysis/window.ts';
import { groupBy } from '../group-by.ts';
import type { Format } from '../results/report.ts';
import type { Results } from '../results/results.ts';
import { standards } from '../standards/standards.ts';
import { mapTexts } from '../text/map-texts.ts';
import { code, plain } from '../text/markdown-text.ts';
import { redactText } from '../text/redact.ts';
import { addressOf } from '../text/reference-address.ts';
import { sanitise } from '../text/sanitise.ts';
import { sentence } from '../text/wording.ts';

type Attack = Results['attacks'][number];

/** GitHub's bands: above 9.0 critical, from 7.0 high, from 4.0 medium. */
const severities = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' } as const;

/**
 * Failures for code scanning (SARIF 2.1.0). Only failures of the reference servers: GitHub shows every result as an
 * alert, also a passed one, and a weakened server is meant to fall. It takes no location but a file of the repository.
 */
export default {
  id: 'sarif',
  files: {
    'findings.sarif': (results: Results) => `${JSON.stringify(log(mapTexts(results, sanitise)), null, 2)}\n`,
  },
} satisfies Format;

function log(results: Results): Log {
  const { attacks, run, tool } = results;
  const failures = attacks.filter(({ asExpected }) => asExpected === false);
  const ids = [...new Set(failures.map(({ id }) => id))];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            semanticVersion: tool.version,
            ...(tool.homepage !== undefined && { informationUri: tool.homepage }),
            rules: ids.flatMap((id) => plainest(failures.filter((failure) => failure.id === id)) ?? []).map(rule),
            supportedTaxonomies: taxonomies.map(({ name }) => ({ name })),
          },
        },
        taxonomies: taxonomies.map((one) => taxonomy(one, results)),
        invocations: [
          { executionSuccessful: run.state === 'complete', toolExecutionNotifications: attacks.flatMap(undecided) },
        ],
        automationDetails: { id: `authbench/security/${run.id}` },
        results: failures.map((failure) => finding(failure, ids.indexOf(failure.id), results)),
      },
    ],
  };
}

/** Whoever reads results alone takes what is not among them for fixed. */
function undecided({ id, scheme, outcome, because }: Attack): Notification[] {
  if (outcome !== 'inconclusive') return [];
  return [
    { level: 'warning', message: { text: withoutLinks(`${id} on ${scheme}: inconclusive. ${sentence(because)}`) } },
  ];
}

/** The standards, each as one list of its requirements. */
const taxonomies = [...groupBy(standards, ({ address }) => address).values()].map((parts) => ({
  name: parts[0].title.replace(/ V[\d.]+:.*|:.*/, ''),
  address: parts[0].address,
  rules: parts.flatMap((part) => part.rules),
}));

type Taxonomy = (typeof taxonomies)[number];

/** With what the run shows of each requirement, scheme by scheme. */
function taxonomy({ name, address, rules }: Taxonomy, { requirements = [] }: Results): ToolComponent {
  return {
    name,
    informationUri: address,
    taxa: rules.map((one) => ({
      id: one.id,
      shortDescription: { text: one.asks },
      properties: {
        ...(one.level !== undefined && { level: one.level }),
        states: Object.fromEntries(requirements.filter(({ id }) => id === one.id).map((of) => [of.scheme, of.state])),
      },
    })),
  };
}

/** What got through has more to mend than what was held off by failing. */
function plainest(failures: readonly Attack[]): Attack | undefined {
  return failures.find(({ outcome }) => outcome !== 'blocked-by-crash') ?? failures[0];
}

function rule(attack: Attack): ReportingDescriptor {
  const { id, title, goal, references, severity } = attack;
  const cwes = references.flatMap((reference) => /^CWE-(\d+)/.exec(reference)?.[1] ?? []);
  const helpUri = references.map(addressOf).find((address) => address !== undefined);
  const { text, markdown } = help(attack);
  return {
    id,
    name: pascalCase(id),
    shortDescription: { text: title },
    fullDescription: { text: goal },
    ...(helpUri !== undefined && { helpUri }),
    help: { text, markdown },
    relationships: taxonomies.flatMap(({ name, rules }) =>
      rules
        .filter((one) => references.includes(one.id))
        .map((one) => ({ target: { id: one.id, toolComponent: { name } }, kinds: ['relevant'] })),
    ),
    defaultConfiguration: { level: severity === 'low' ? 'warning' : 'error' },
    properties: {
      tags: ['security', ...cwes.map((cwe) => `external/cwe/cwe-${cwe.padStart(3, '0')}`)].slice(0, 10),
      precision: 'very-high',
      'problem.severity': severity === 'low' ? 'warning' : 'error',
      'security-severity': severities[severity],
    },
  };
}

/** What was done, and what mends it. */
function help(attack: Attack): { text: string; markdown: string } {
  const { id, goal, steps, references } = attack;
  const fix = attackFix(attack);
  const again = `authbench run --suite security --scenario ${id}`;
  const numbered = steps.map((step, i) => `${i + 1}. ${step}`);
  return {
    text: [goal, ...numbered, `How to mend it: ${fix}`, `Try again: ${again}`, `See ${references.join(', ')}.`].join(
      '\n',
    ),
    markdown: [
      ...[`**${plain(sentence(goal))}**`, '', '## What the attack does', '', ...numbered.map(plain), ''],
      ...['## How to mend it', '', plain(fix), ''],
      ...[`Try again: ${code(again)}`, '', '## References', '', ...references.map((one) => `- ${referenceText(one)}`)],
    ].join('\n'),
  };
}

function referenceText(reference: string): string {
  const address = addressOf(reference);
  return address === undefined ? plain(reference) : `[${plain(reference)}](${address})`;
}

function finding(attack: Attack, ruleIndex: number, results: Results): Result {
  const { id, scheme, outcome, severity, source, evidence } = attack;
  const physicalLocation = {
    artifactLocation: { uri: relative(source.file), uriBaseId: '%SRCROOT%' },
    region: { startLine: source.line, startColumn: 1, endLine: source.line, endColumn: 2 },
  };
  const flow = codeFlow(results, evidence, physicalLocation);
  return {
    ruleId: id,
    ruleIndex,
    level: severity === 'low' ? 'warning' : 'error',
    message: {
      text: withoutLinks(
        `${attack.title} ${ended[outcome]} ${scheme}. ${sentence(outcomeText(attack))} What it gains: ${attack.goal}`,
      ),
    },
    locations: [{ physicalLocation }],
    ...(flow !== undefined && { codeFlows: [flow] }),
    partialFingerprints: { primaryLocationLineHash: fingerprint(`${id} ${scheme} ${source.file}`) },
    properties: { scheme, outcome, evidence },
  };
}

/** For developers, who do not know our words for it. */
const ended: Readonly<Record<Attack['outcome'], string>> = {
  succeeded: 'works against',
  window: 'works for a time against',
  'blocked-by-crash': 'makes a request fail inside',
  blocked: 'is held off by',
  inconclusive: 'came to no verdict on',
  'not-run': 'was not run on',
  'not-applicable': 'has no surface on',
};

/** What went over the wire, from the first step to the last: a long one by its beginning and its end. */
function codeFlow({ evidence }: Results, id: string, physicalLocation: PhysicalLocation): CodeFlow | undefined {
  const transcript = evidence.find((one) => one.id === id)?.transcript ?? [];
  if (transcript.length === 0) return undefined;
  const half = mostSteps / 2;
  const shown =
    transcript.length <= mostSteps ? transcript : [...transcript.slice(0, half), ...transcript.slice(-half)];
  return {
    threadFlows: [
      {
        locations: shown.map(({ atMs, text }) => ({
          location: {
            physicalLocation,
            message: { text: withoutLinks(`${Math.round(atMs)} ms: ${redactText(text)}`) },
          },
        })),
      },
    ],
  };
}

const mostSteps = 60;

/** `refresh-reuse` as `RefreshReuse`. */
function pascalCase(id: string): string {
  return id.replace(/(?:^|[^a-zA-Z0-9]+)([a-zA-Z0-9])/g, (_, first: string) => first.toUpperCase());
}

/** Brackets make a link of what stands between them (SARIF 2.1.0 §3.11.6). */
function withoutLinks(text: string): string {
  return text.replace(/[\\[\]]/g, '\\$&');
}

/** A path that is no address whatever it holds. */
function relative(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/');
}

/** Names the finding, not its line, so that an alert survives edits above it. */
function fingerprint(name: string): string {
  return `${createHash('sha256').update(name).digest('hex').slice(0, 16)}:1`;
}
