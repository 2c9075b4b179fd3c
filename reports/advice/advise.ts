import type { Results } from '../results/results.ts';
import asvs from './asvs.ts';
import clients from './clients.ts';
import type { Assessment, Constraint } from './constraint.ts';
import { type Preference, prefer } from './goals.ts';
import headerLimit from './header-limit.ts';
import logoutEverywhere from './logout-everywhere.ts';
import { precautions } from './precautions.ts';
import type { Requirements } from './requirements.ts';
import revocation from './revocation.ts';
import sessionLength from './session-length.ts';
import soundness from './soundness.ts';
import state from './state.ts';
import storeOutage from './store-outage.ts';
import thirdParty from './third-party.ts';

/** What eliminates. The report lists them, the command line applies them. */
export const constraints: readonly Constraint[] = [
  soundness,
  revocation,
  logoutEverywhere,
  state,
  storeOutage,
  clients,
  thirdParty,
  sessionLength,
  headerLimit,
  asvs,
];

export interface SchemeAdvice {
  readonly scheme: string;
  readonly status: 'recommended' | 'possible' | 'undecided' | 'ruled-out';
  readonly assessments: readonly (Assessment & { readonly constraint: string })[];
  /** What would bring a scheme back that is ruled out. */
  readonly flips: readonly string[];
  /** What has to be true or done for it to meet what it meets. */
  readonly needs: readonly { readonly text: string; readonly evidence: readonly string[] }[];
}

export interface Advice {
  readonly run: string;
  /** The requirements in words. */
  readonly asked: readonly string[];
  readonly schemes: readonly SchemeAdvice[];
  /** What each soft goal decided among the possible ones, in the order asked. */
  readonly preferences: readonly Preference[];
}

/**
 * Which scheme for these requirements, from what a run measured and nothing else. Requirements eliminate; goals choose
 * among what is left by verdicts of the run. More than one scheme is recommended where the run cannot tell them apart,
 * and none where each is ruled out or open. Pure.
 */
export function advise(requirements: Requirements, results: Results): Advice {
  const asked = constraints.filter((constraint) => constraint.asked(requirements) !== undefined);
  const judged = results.schemes.map((scheme) => ({
    scheme,
    assessments: asked.map((constraint) => ({
      constraint: constraint.id,
      ...constraint.judge(scheme, requirements, results),
    })),
  }));
  const possible = judged.filter(({ assessments }) => assessments.every(({ state }) => state === 'meets'));
  const { left, preferences } = choose(
    possible.map(({ scheme }) => scheme.id),
    requirements,
    results,
  );
  const statusOf = (scheme: string, assessments: readonly Assessment[]): SchemeAdvice['status'] => {
    if (assessments.some(({ state }) => state === 'breaks')) return 'ruled-out';
    if (assessments.some(({ state }) => state === 'undecided')) return 'undecided';
    return left.includes(scheme) ? 'recommended' : 'possible';
  };
  return {
    run: results.run.id,
    asked: asked.flatMap((constraint) => constraint.asked(requirements) ?? []),
    schemes: judged.map(({ scheme, assessments }) => ({
      scheme: scheme.id,
      status: statusOf(scheme.id, assessments),
      assessments,
      flips: assessments.flatMap(({ state, flip, because }) =>
        state === 'breaks' ? [flip ?? `this no longer holds: ${because}`] : [],
      ),
      needs: [
        ...assessments.flatMap(({ needs, evidence }) => (needs === undefined ? [] : [{ text: needs, evidence }])),
        ...precautions
          .filter(({ appliesTo }) => appliesTo(scheme.traits, requirements))
          .map(({ text, attacks }) => ({ text, evidence: shownBy(results, scheme.id, attacks) })),
      ],
    })),
    preferences,
  };
}

function choose(
  possible: readonly string[],
  { prefer: goals = [] }: Requirements,
  results: Results,
): { left: readonly string[]; preferences: readonly Preference[] } {
  const preferences: Preference[] = [];
  let left = possible;
  for (const goal of goals) {
    if (left.length < 2) break;
    const preference = prefer(goal, left, results);
    preferences.push(preference);
    left = preference.left;
  }
  return { left, preferences };
}

function shownBy({ attacks }: Results, scheme: string, ids: readonly string[]): string[] {
  return attacks
    .filter((attack) => ids.includes(attack.id) && attack.scheme === scheme && attack.evidence !== '')
    .map(({ evidence }) => evidence);
}
