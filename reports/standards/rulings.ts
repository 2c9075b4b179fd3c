import type { Results } from '../results/results.ts';
import { isAskedOf, type Rule } from './rule.ts';
import { rules } from './standards.ts';

type Attack = Results['attacks'][number];
type Property = NonNullable<Results['properties']>[number];
/** As much of a run as rulings are made of. */
export type Ruled = Pick<Results, 'attacks' | 'scenarios' | 'schemes'> & Partial<Pick<Results, 'properties'>>;
type Scheme = Ruled['schemes'][number];

/** What a run shows of one rule and one scheme. */
export interface Ruling {
  readonly rule: Rule;
  readonly scheme: string;
  /** `in-part`: nothing broke it, and something of it was not tried. */
  readonly state: 'met' | 'in-part' | 'not-met' | 'not-tested' | 'no-surface';
  /** What it rests on: those that broke it, or those that were held off, each beside a control that fell. */
  readonly attacks: readonly Attack[];
  /** Properties that fall short. */
  readonly properties: readonly Property[];
  /** Attacks that came to no verdict. */
  readonly undecided: readonly Attack[];
  /** Attacks whose outcome says nothing of it on such a scheme. */
  readonly aside: readonly Attack[];
  /** Attacks of the catalogue that the run left out. */
  readonly left: readonly string[];
  /** What the scheme would need for an attack that names it to have a surface. */
  readonly lacks?: string;
  /** Whether the run does not tell which attacks there are. */
  readonly isOld: boolean;
}

/** Of every rule and every scheme of a run, rule by rule. */
export function rulingsOf(results: Ruled, about: readonly Rule[] = rules): Ruling[] {
  return about.flatMap((rule) => results.schemes.map((scheme) => ruling(rule, scheme, results)));
}

/**
 * Pure. A rule is met where every attack of the catalogue that names it was tried on the scheme and was held off, each
 * beside a control that fell to it; nothing is said that no attack of the run has shown. What somebody declares, and a
 * property that looks right, meet nothing; a property that falls short breaks its rule.
 */
export function ruling(rule: Rule, scheme: Scheme, { attacks, scenarios, properties = [] }: Ruled): Ruling {
  const isAsked = isAskedOf(rule, scheme.traits);
  const named = attacks.filter((one) => isAsked && one.scheme === scheme.id && one.references.includes(rule.id));
  const saying = (voice: Voice) => named.filter((attack) => voiceOf(attack, rule, scheme) === voice);
  const [breaking, keeping, undecided] = [saying('breaks'), saying('keeps'), saying('open')];
  const short = properties.filter((one) => isAsked && one.scheme === scheme.id && isShortOf(one, rule));
  const catalogue = scenarios.filter(({ kind }) => kind === 'attack');
  const left = catalogue
    .filter(({ references, surfaceOn }) => references?.includes(rule.id) && surfaceOn?.includes(scheme.id))
    .map(({ id }) => id)
    .filter((id) => isAsked && attacks.every((one) => one.id !== id || one.scheme !== scheme.id));
  const isOld = catalogue.every(({ references }) => references === undefined);
  const isBroken = breaking.length + short.length > 0;
  const isSpared = named.length > 0 && saying('no-surface').length === named.length && left.length === 0;
  const lacks = saying('no-surface').length > 0 ? rule.lacked : undefined;
  const isWhole = lacks === undefined && undecided.length + left.length === 0 && !isOld && rule.untried === undefined;
  const state = (): Ruling['state'] => {
    // what is asked of a scheme is not met by lacking it
    if (!isAsked || (isSpared && rule.unreached === undefined)) return 'no-surface';
    if (isBroken) return 'not-met';
    if (keeping.length === 0) return 'not-tested';
    return isWhole ? 'met' : 'in-part';
  };
  return {
    ...{ rule, scheme: scheme.id, state: state(), attacks: isBroken ? breaking : keeping },
    ...{ properties: short, undecided, aside: saying('nothing'), left, isOld },
    ...(lacks !== undefined && { lacks }),
  };
}

/** What one attack says of a rule. */
type Voice = 'breaks' | 'keeps' | 'open' | 'nothing' | 'no-surface';

function voiceOf({ outcome, windows = [] }: Attack, { window }: Rule, { traits }: Scheme): Voice {
  if (outcome === 'succeeded') return 'breaks';
  if (outcome === 'window') return window === undefined ? 'nothing' : window === 'keeps' ? 'keeps' : 'breaks';
  if (outcome === 'not-applicable') return 'no-surface';
  if (outcome !== 'blocked') return 'open';
  return window === 'at-once' && traits.revocation === 'at-expiry' && windows.length === 0 ? 'nothing' : 'keeps';
}

function isShortOf({ level, state }: Property, { id }: Rule): boolean {
  return state === 'observed' && level?.meets === false && level.references.includes(id);
}
