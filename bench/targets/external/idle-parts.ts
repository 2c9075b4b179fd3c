import type { Credential } from '../../../scenarios/exchange.ts';
import type { Stage } from '../../../scenarios/stage.ts';

/**
 * What is called a credential and makes no difference: without it the call names its owner as before, and alone it names
 * nobody. Anti-forgery values, cookies of a callback and of a test are such.
 * @returns each by the name of its cookie, or its own
 */
export async function idleParts(stage: Stage, held: Credential, owner: string): Promise<string[]> {
  const parts = partsOf(stage, held);
  if (parts.length < 2) return [];
  const idle: string[] = [];
  for (const part of parts) {
    const others = parts.filter((other) => other !== part);
    if ((await stage.whoAmI(holding(held, others))) !== owner) continue;
    if ((await stage.whoAmI(holding(held, [part]))) !== owner) idle.push(part.key);
  }
  return idle;
}

interface Part {
  readonly name: string;
  readonly key: string;
}

/** What the call carries that says who asks: each cookie for itself. */
function partsOf({ target: { protocol } }: Stage, held: Credential): Part[] {
  return protocol.steps.me.carries.flatMap((name) => {
    const spec = protocol.credentials[name];
    if (!spec || spec.role === 'companion') return [];
    const keys = Object.keys(held[name]?.values ?? {});
    return keys.map((key) => ({ name, key: 'cookies' in spec.in ? key : name }));
  });
}

/** The same with these parts alone, and all that says nothing about who asks. */
function holding(held: Credential, parts: readonly Part[]): Credential {
  return Object.fromEntries(
    Object.entries(held).flatMap(([name, artefact]) => {
      if (artefact.role === 'companion') return [[name, artefact]];
      const values = Object.entries(artefact.values).filter(([key]) =>
        parts.some((part) => part.name === name && (part.key === key || part.key === name)),
      );
      return values.length > 0 ? [[name, { ...artefact, values: Object.fromEntries(values) }]] : [];
    }),
  );
}
