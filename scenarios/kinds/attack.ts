import type { Traits } from '../../servers/scheme.ts';
import type { Weakness } from '../../servers/weakness.ts';
import type { Facts } from '../exchange.ts';
import type { Bound } from '../kit/windows/bound.ts';
import type { Stage, StageTarget } from '../stage.ts';
import type { Needs, ScenarioDescription } from './scenario.ts';

export interface Attack<F extends Facts = Facts> extends ScenarioDescription {
  readonly kind: 'attack';
  /** What the attacker is after, and what they hold before they start. */
  readonly goal: string;
  readonly precondition:
    | 'copy'
    | 'own-account'
    | 'none'
    | 'web-page'
    | 'sibling-domain'
    | 'injected-script'
    | 'fault'
    | 'dump';
  readonly severity: 'low' | 'medium' | 'high' | 'critical';
  readonly references: readonly string[];
  /** The steps, for the report. */
  readonly steps: readonly string[];
  /** What to change on any server that it succeeds on: one or two sentences, by its references. */
  readonly fix: string;
  /** Weakened servers that must fall to it in the same run: without a beaten control there is no verdict. */
  readonly controls: readonly Weakness['id'][];
  readonly needs?: Needs;
  /** What theory expects of a sound server of this kind. */
  expected(traits: Traits): 'blocked' | 'window';
  attempt(stage: Stage): Promise<F>;
  /** Pure. */
  judge(facts: F, target: Pick<StageTarget, 'traits' | 'settings'>): Judgement;
}

export type Judgement = Verdict & (Watched | Unwatched);

interface Verdict {
  readonly outcome: 'blocked' | 'blocked-by-crash' | 'succeeded' | 'window' | 'inconclusive';
  /** One sentence with the number that decided it. */
  readonly because: string;
  readonly tries?: number;
  readonly successes?: number;
}

/** For how long something was accepted, on a server whose lifetimes may be shortened. */
interface Watched {
  readonly windowMs: number;
  /** What ends it at the latest there. */
  readonly declaredMs: number;
  /** What it is that ends it: from this follows the window of servers that are left as they are configured. */
  readonly bound: Bound;
  /** The same for each artefact, for the table of windows. */
  readonly windows?: readonly ArtefactWindow[];
}

interface Unwatched {
  readonly windowMs?: never;
  readonly declaredMs?: never;
  readonly bound?: never;
  readonly windows?: never;
}

/** For how long one artefact stayed usable after something that should have ended it. */
export interface ArtefactWindow {
  readonly event:
    | 'logout'
    | 'logout-all'
    | 'password-change'
    | 'user-disabled'
    | 'role-removed'
    | 'theft-detected'
    | 'key-retired';
  readonly artefact: 'session-cookie' | 'access-token' | 'refresh-token';
  /** From the answer to the event to the last use that was accepted; 0 where none was. */
  readonly measuredMs: number;
  /** What the scheme promises at most; 0 where the event should act at once. */
  readonly declaredMs: number;
  readonly bound: Bound;
}
