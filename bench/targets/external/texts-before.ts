import type { User } from '../../../scenarios/exchange.ts';
import type { Stage } from '../../../scenarios/stage.ts';

/** By user: what the effect of a change read before anything was changed. */
export type TextsBefore = ReadonlyMap<User, string>;

/** Where `transfer` writes {{fresh}}, and `effect` reads just that, what stood there can be written again. */
export async function textsBefore(stage: Stage, users: readonly User[]): Promise<TextsBefore> {
  const { transfer } = stage.target.protocol.steps;
  if (!JSON.stringify(transfer ?? {}).includes('{{fresh}}')) return new Map();
  const read = await Promise.all(users.map(async (user) => [user, await textOf(stage, user)] as const));
  return new Map(read.flatMap(([user, { text }]) => (text === undefined ? [] : [[user, text]])));
}

/** Writes again what has been changed since. */
export async function writeAgain(stage: Stage, before: TextsBefore): Promise<void> {
  for (const [user, fresh] of before) {
    const { as, text } = await textOf(stage, user);
    if (text !== undefined && text !== fresh)
      await stage.perform('transfer', { as, values: { fresh }, mayBeSilent: true });
  }
}

async function textOf(stage: Stage, { username, password }: User) {
  const { credential: as } = await stage.perform('login', { values: { username, password }, mayBeSilent: true });
  return { as, text: (await stage.perform('effect', { as, mayBeSilent: true })).subject };
}
