import { isLoopback } from '../../../../../reports/text/loopback.ts';
import type { Target } from '../../description.ts';
import type { Explorer } from './explorer.ts';
import { findChange } from './find-change.ts';
import { findPassword } from './find-password.ts';
import type { SignedInPage } from './signed-in-pages.ts';
import { stepsText } from './steps-text.ts';

type Tell = (name: 'change' | 'password', found: boolean, how: string) => void;

/** What users change on pages of theirs. It is tried and undone, and so on this machine alone. */
export async function findChanges(
  explorer: Explorer,
  known: Partial<Target>,
  pages: readonly SignedInPage[],
  tell: Tell,
): Promise<Pick<Target, 'transfer' | 'effect' | 'password' | 'optIn'>> {
  if (!isLoopback(new URL(explorer.origin).hostname)) {
    tell('change', false, `it is tried on this machine alone: ${remedies.change}`);
    return {};
  }
  const change = await findChange(explorer, known, pages);
  if (!change) tell('change', false, `no form that was tried shows what it changes: ${remedies.change}`);
  else if ('left' in change) tell('change', false, `${change.left} could not be set back: do that by hand`);
  else tell('change', true, `${stepsText(change.parts.transfer)}, whose field ${change.field} shows it; set back`);
  const password = await findPassword(explorer, known, pages);
  if (!password) tell('password', false, `no form changes it: ${remedies.password}`);
  else if ('left' in password) tell('password', false, `${password.left} could not be set back: do that by hand`);
  else tell('password', true, `${stepsText(password.password)}; set back`);
  const found = {
    ...(change && 'parts' in change && change.parts),
    ...(password && 'password' in password && password),
  };
  return Object.keys(found).length > 0 ? { ...found, optIn: ['writes'] } : {};
}

const remedies = {
  change: 'add steps `transfer` and `effect`, and optIn: [writes]',
  password: 'add a step `password`, and optIn: [writes]',
};
