import {
  advise,
  compare,
  expectBlocked,
  type Requirements,
  type Results,
  type RunInput,
  read,
  run,
  type Target,
} from 'authbench';

/** Never run: the compiler alone looks at it. */
export async function typed(target: Target, requirements: Requirements): Promise<number> {
  const input: RunInput = { profile: 'smoke', suite: ['security', 'load'], target, signal: AbortSignal.timeout(1_000) };
  const { results, folder } = await run(input);
  const before: Results = await read(folder);
  const recommended = advise(requirements, results).schemes.filter(({ status }) => status === 'recommended');
  const [made] = await expectBlocked(target, 'refresh-reuse');
  // @ts-expect-error an outcome that results.json does not have
  before.attacks.find(({ outcome }) => outcome === 'won');
  // @ts-expect-error a number is no target
  const wrong: RunInput = { target: 5 };
  return compare(before, results).changes.length + recommended.length + (made?.tries ?? 0) + Object.keys(wrong).length;
}
