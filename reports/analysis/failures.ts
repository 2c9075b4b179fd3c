import type { Results } from '../results/results.ts';
import { counted } from '../text/wording.ts';
import { outcomeText } from './window.ts';

type Attack = Results['attacks'][number];
type Row = Results['scaling'][number];

/** Every security expectation that was not met: its name, and one sentence about it. */
export function failures({
  attacks,
  scaling,
}: {
  readonly attacks: readonly Attack[];
  readonly scaling: readonly Row[];
}): ReadonlyMap<string, string> {
  return new Map([
    ...attacks.flatMap((one) => named(`${one.id} on ${one.scheme}`, unmet(one))),
    ...scaling.flatMap((row) =>
      named(`${row.scenario} on ${row.scheme}, ${row.mode} × ${row.instances}`, wronglyAccepted(row)),
    ),
  ]);
}

/** What was required of a test and is not so, in words; undefined where all of it is so, or is not known. */
export function failedOf({
  attacks = [],
  scaling = [],
  properties = [],
}: Partial<Pick<Results, 'attacks' | 'scaling' | 'properties'>>): string | undefined {
  return [...attacks.map(unmet), ...scaling.map(wronglyAccepted), ...properties.map(short)].find(
    (text) => text !== undefined,
  );
}

/** Whether attackers got what they came for, beyond what the scheme allows. To end otherwise than required can be less. */
export function brokeThrough({ asExpected, outcome, expected }: Attack): boolean {
  return asExpected === false && (outcome === 'succeeded' || (outcome === 'window' && expected === 'blocked'));
}

/** How an attack ended that had to end otherwise. */
export function unmet({ asExpected, outcome, expected }: Attack): string | undefined {
  if (asExpected !== false) return undefined;
  if (outcome === 'succeeded') return 'the attack broke through';
  if (outcome === 'blocked-by-crash') return 'the server failed over it, where it has to refuse';
  return outcome === 'window' && expected === 'blocked'
    ? 'it works on for a while, where it has to end at once'
    : `${outcome}, where ${expected} was expected`;
}

/** One line about an attack, without a word on how it ended where that is against what is required: others say it. */
export function attackSummary(attack: Attack): string {
  return attack.asExpected === false ? outcomeText(attack) : `${attack.outcome}: ${outcomeText(attack)}`;
}

/** What a topology let through that it had to refuse; undefined where it is known to forget. */
export function wronglyAccepted(row: Row): string | undefined {
  return row.wronglyAccepted > 0 && !isForgotten(row)
    ? `${counted(row.wronglyAccepted, 'request')} accepted that had to be refused`
    : undefined;
}

function short({ level, declaration }: NonNullable<Results['properties']>[number]): string | undefined {
  if (level?.meets === false) return 'less than standards ask for';
  return declaration?.kept === false ? `its owner declares ‘${declaration.says}’` : undefined;
}

/**
 * Own memory behind round-robin cannot even log out, and with an instance goes what was ended there: that is what the grid
 * shows, and no set-up anybody asks for.
 */
function isForgotten({ mode, event }: Row): boolean {
  return mode === 'own-memory' || (mode === 'sticky' && event === 'instance-dies');
}

function named(name: string, text: string | undefined): [string, string][] {
  return text === undefined ? [] : [[name, `${name}: ${text}`]];
}
