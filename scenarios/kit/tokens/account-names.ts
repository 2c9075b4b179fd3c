import type { Credential, User } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';

/** Every value that a client holds: in which of its credentials, and under which name. */
export function valuesIn(held: Credential): [artefact: string, name: string, value: string][] {
  return Object.entries(held).flatMap(([artefact, { values }]) =>
    Object.entries(values).map(([name, value]): [string, string, string] => [artefact, name, value]),
  );
}

/** What they hold, with another text in the place of one value. */
export function withValue(held: Credential, artefact: string, name: string, text: string): Credential {
  const old = held[artefact];
  return old ? { ...held, [artefact]: { ...old, values: { ...old.values, [name]: text } } } : held;
}

/**
 * What stands for one user, and for another one: names, and numbers that stay the same from sign-in to sign-in. The
 * number of an account is no secret; a longer text that stays could be one, and is not taken from the other.
 * @param held of a sign-in of the first
 */
export async function accountNames(
  stage: Stage,
  [user, other]: readonly [User, User],
  held: Credential,
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const mark = (own: string, others: string) => {
    if (own !== others && own !== '') names.set(own, others);
  };
  for (const key of ['username', 'id'] satisfies (keyof User)[]) mark(user[key], other[key]);
  const [again, one, two] = [await stage.signIn(user), await stage.signIn(other), await stage.signIn(other)];
  const at = (from: Credential, artefact: string, name: string) => from[artefact]?.values[name] ?? '';
  for (const [artefact, name, value] of valuesIn(held)) {
    const others = at(one, artefact, name);
    const stays = at(again, artefact, name) === value && at(two, artefact, name) === others;
    if (stays && isNumber.test(value) && isNumber.test(others)) mark(value, others);
  }
  return names;
}

const isNumber = /^\d{1,12}$/;
