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
  // @ts-expect-error no such profile has a type of its own
  const wrong: RunInput = { target: 5 };
  return compare(before, results).changes.length + recommended.length + (made?.tries ?? 0) + Object.keys(wrong).length;
}
