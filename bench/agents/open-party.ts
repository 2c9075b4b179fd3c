import type { Generator } from '../generator/generator.ts';
import { type Account, openAccount } from './account.ts';
import { type Control, openControl } from './control.ts';
import { type ControlClock, openControlClock } from './control-clock.ts';
import { type Asked, openRoster, type Roster } from './roster.ts';
import { spreadGenerator } from './spread-generator.ts';

/** A bench with its agents: who they are, and the generator that spreads load over them. Disposing it lets them go. */
export interface Party extends AsyncDisposable {
  readonly control: Control;
  readonly clock: ControlClock;
  readonly roster: Roster;
  readonly account: Account;
  readonly generator: Generator;
}

interface PartyOptions extends Asked {
  readonly seed: string;
}

/**
 * @param accept throws where that Redis is not to be used; before any agent is asked
 * @throws BenchError AB-E402 of the control Redis, AB-E403 of those who came
 */
export async function openParty(
  url: string,
  { seed, ...asked }: PartyOptions,
  accept: (control: Control) => Promise<void> = async () => {},
): Promise<Party> {
  const control = await openControl(url);
  try {
    await accept(control);
    const clock = await openControlClock(control);
    const roster = await openRoster(control, asked);
    const account = openAccount();
    return {
      ...{ control, clock, roster, account },
      generator: spreadGenerator({ control, clock, roster, account, run: asked.run, seed }),
      async [Symbol.asyncDispose]() {
        await roster[Symbol.asyncDispose]();
        control[Symbol.dispose]();
      },
    };
  } catch (error) {
    control[Symbol.dispose]();
    throw error;
  }
}
