import type { Results } from '../results/results.ts';
import { outcomeText } from './window.ts';

type Fix = NonNullable<Results['fixFirst']>[number];
type Property = NonNullable<Results['properties']>[number];
type Attack = Results['attacks'][number];

/** Longer lists are not read to their end. */
const most = 8;
const weight = { critical: 0, high: 1, medium: 2, low: 3 } as const;

/**
 * Pure: what the owner of a target should fix first, worst first. What a property and an attack both show, by the
 * weakness that they share (CWE), is one thing to fix.
 */
export function remediation({
  targets = [],
  properties = [],
  attacks,
}: Pick<Results, 'targets' | 'properties' | 'attacks'>): Fix[] {
  const external = new Set(targets.map(({ scheme }) => scheme));
  const found: Fix[] = properties.flatMap(ofProperty);
  for (const attack of attacks) {
    if (!external.has(attack.scheme) || attack.asExpected !== false) continue;
    const same = found.findIndex((fix) => fix.scheme === attack.scheme && sharesWeakness(fix, attack));
    const before = found[same];
    if (before) found[same] = joined(before, attack);
    else found.push(ofAttack(attack));
  }
  return found.toSorted((a, b) => weight[a.severity] - weight[b.severity]).slice(0, most);
}

function ofProperty({ scheme, title, shown, because, declaration, level, evidence }: Property): Fix[] {
  const short = level !== null && !level.meets;
  const broken = declaration?.kept === false;
  if (!short && !broken) return [];
  const word = `${title} is declared to be ‘${declaration?.says}’ and is ‘${shown}’: fix one of the two.`;
  return [
    {
      scheme,
      severity: level?.severity ?? 'medium',
      fix: short ? level.fix : word,
      because: broken && short ? `${because}; its owner declares ‘${declaration.says}’` : because,
      against: [...(short ? (['standard'] as const) : []), ...(broken ? (['declaration'] as const) : [])],
      references: level?.references ?? [],
      evidence: [evidence],
    },
  ];
}

function ofAttack(attack: Attack): Fix {
  const { scheme, severity, title, outcome, fix, references, evidence } = attack;
  const crashed = outcome === 'blocked-by-crash';
  return {
    scheme,
    severity: crashed ? 'low' : severity,
    fix: fix ?? (crashed ? `Refuse hostile input instead of failing over it: ${title}.` : `Fix what ‘${title}’ shows.`),
    because: outcomeText(attack),
    against: ['attack'],
    references: [...references],
    evidence: [evidence],
  };
}

function joined(fix: Fix, attack: Attack): Fix {
  const { outcome, severity, evidence, references } = attack;
  return {
    ...fix,
    severity: outcome === 'succeeded' && weight[severity] < weight[fix.severity] ? severity : fix.severity,
    because: `${fix.because}; attacked: ${outcomeText(attack)}`,
    against: [...new Set([...fix.against, 'attack' as const])],
    references: [...new Set([...fix.references, ...references])],
    evidence: [...fix.evidence, evidence],
  };
}

function sharesWeakness(fix: Fix, attack: Attack): boolean {
  const weaknesses = fix.references.filter((reference) => reference.startsWith('CWE-'));
  return fix.against[0] !== 'attack' && attack.references.some((reference) => weaknesses.includes(reference));
}
