import type { Results } from '../results/results.ts';
import { attackFix } from './attack-fix.ts';
import { serverDeath } from './server-death.ts';
import { serverError } from './server-error.ts';
import { bySeverity } from './severity.ts';
import { outcomeText } from './window.ts';

type Fix = NonNullable<Results['fixFirst']>[number];
type Property = NonNullable<Results['properties']>[number];
type Attack = Results['attacks'][number];

/** Attacks that show what a property of that name shows, and are mended with it. Others may share its CWE and not its fault. */
const shownBy: Readonly<Record<string, readonly string[]>> = {
  'revocation-on-logout': ['replay-after-logout', 'replay-on-each-route', 'cross-instance-replay'],
  fixation: ['session-fixation'],
  'cookie-flags': ['cookie-attributes'],
  'concurrent-refresh': ['refresh-double-spend', 'refresh-double-spend-slow-store'],
  'reuse-reaction': ['refresh-reuse', 'refresh-ancestor-replay'],
};

/**
 * Pure: what the owner of a server should fix first, worst first, and of equals what users meet before what attackers
 * find. What a property and an attack both show is one thing to fix, and so is what the same words mend.
 */
export function remediation({ properties = [], attacks }: Pick<Results, 'properties' | 'attacks'>): Fix[] {
  const won = attacks.filter(({ asExpected }) => asExpected === false);
  const isAccident = ({ id }: Attack) => id === serverError.id || id === serverDeath.id;
  const isShown = (property: Property) => (attack: Attack) =>
    property.scheme === attack.scheme && (shownBy[property.id] ?? []).includes(attack.id);
  const faults = properties.flatMap((property) =>
    ofProperty(property).map((fix) => won.filter(isShown(property)).reduce(joined, fix)),
  );
  const joins = (attack: Attack) => properties.some((one) => ofProperty(one).length > 0 && isShown(one)(attack));
  const alone = won.filter((attack) => !joins(attack));
  const found: Fix[] = [
    ...alone.filter(isAccident).map(ofAttack),
    ...faults,
    ...alone.filter((attack) => !isAccident(attack)).map(ofAttack),
  ];
  return found.reduce<Fix[]>(mended, []).toSorted(bySeverity);
}

/** What was found on servers that are somebody's own, in the order of all. */
export function fixesOf(
  { fixFirst = [] }: Pick<Results, 'fixFirst'>,
  targets: readonly { readonly scheme: string }[],
): Fix[] {
  return fixFirst.filter((fix) => targets.some(({ scheme }) => scheme === fix.scheme));
}

/** Adds it to the one that asks for the same of the same target, where there is one. */
function mended(all: readonly Fix[], one: Fix): Fix[] {
  const same = all.find(({ scheme, fix }) => scheme === one.scheme && fix === one.fix);
  if (!same) return [...all, one];
  const both: Fix = {
    ...same,
    severity: bySeverity(one, same) < 0 ? one.severity : same.severity,
    because: `${same.because}; also: ${one.because}`,
    against: [...new Set([...same.against, ...one.against])],
    references: [...new Set([...same.references, ...one.references])],
    evidence: [...same.evidence, ...one.evidence],
  };
  return all.map((other) => (other === same ? both : other));
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
  const { scheme, severity, outcome, references, evidence } = attack;
  return {
    scheme,
    severity: outcome === 'blocked-by-crash' ? 'low' : severity,
    fix: attackFix(attack),
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
    severity: outcome === 'succeeded' && bySeverity({ severity }, fix) < 0 ? severity : fix.severity,
    because: `${fix.because}; attacked: ${outcomeText(attack)}`,
    against: [...new Set([...fix.against, 'attack' as const])],
    references: [...new Set([...fix.references, ...references])],
    evidence: [...fix.evidence, evidence],
  };
}
