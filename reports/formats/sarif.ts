import { createHash } from 'node:crypto';
import type { Log, Notification, ReportingDescriptor, Result } from 'sarif';
import { outcomeText } from '../analysis/window.ts';
import type { Format } from '../results/report.ts';
import type { Results } from '../results/results.ts';
import { mapTexts } from '../text/map-texts.ts';
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

function log({ attacks, run, tool }: Results): Log {
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
            rules: ids.flatMap((id) => failures.find((failure) => failure.id === id) ?? []).map(rule),
          },
        },
        invocations: [
          { executionSuccessful: run.state === 'complete', toolExecutionNotifications: attacks.flatMap(undecided) },
        ],
        automationDetails: { id: `authbench/security/${run.id}` },
        results: failures.map((failure) => finding(failure, ids.indexOf(failure.id))),
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

function rule({ id, title, goal, steps, references, severity }: Attack): ReportingDescriptor {
  const cwes = references.flatMap((reference) => /^CWE-(\d+)/.exec(reference)?.[1] ?? []);
  return {
    id,
    name: title,
    shortDescription: { text: title },
    fullDescription: { text: goal },
    help: { text: [goal, ...steps.map((step, i) => `${i + 1}. ${step}`), `See ${references.join(', ')}.`].join('\n') },
    defaultConfiguration: { level: severity === 'low' ? 'warning' : 'error' },
    properties: {
      tags: ['security', ...cwes.map((cwe) => `external/cwe/cwe-${cwe.padStart(3, '0')}`)].slice(0, 10),
      precision: 'very-high',
      'problem.severity': severity === 'low' ? 'warning' : 'error',
      'security-severity': severities[severity],
    },
  };
}

function finding(attack: Attack, ruleIndex: number): Result {
  const { id, scheme, outcome, expected, severity, source, evidence } = attack;
  return {
    ruleId: id,
    ruleIndex,
    level: severity === 'low' ? 'warning' : 'error',
    message: { text: withoutLinks(`${scheme}: ${outcome}, required ${expected}. ${sentence(outcomeText(attack))}`) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: relative(source.file), uriBaseId: '%SRCROOT%' },
          region: { startLine: source.line, startColumn: 1, endLine: source.line, endColumn: 2 },
        },
      },
    ],
    partialFingerprints: { primaryLocationLineHash: fingerprint(`${id} ${scheme} ${source.file}`) },
    properties: { scheme, outcome, evidence },
  };
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
