import type { Described } from './described.ts';

/** What will be done to a target, before anything is. */
export function targetPlanText({ external, protocol, ceilings }: Described): string[] {
  const { description, users } = external;
  const steps = Object.entries(protocol.steps).map(
    ([name, { method, path, before = [] }]) =>
      `${name}: ${before.map((page) => `${page.method} ${page.path.split('?')[0]}, then `).join('')}${method} ${path.split('?')[0]}`,
  );
  return [
    `target     ${description.name} at ${description.origin}, as ${users.length} users${description.start ? '; started and ended by this run' : ''}`,
    `           ${steps.join('; ')}`,
    `           at most ${ceilings.ratePerSecond} requests/s, ${ceilings.concurrency} at once, ${ceilings.requests} in all; disruptive cases: ${description.optIn?.join(', ') ?? 'none'}`,
  ];
}
