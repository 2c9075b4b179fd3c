import type { Finding, Property } from '../../scenarios/kinds/property.ts';
import type { ExternalTarget } from '../targets/external/external-target.ts';
import type { OpenTarget } from '../targets/external/open-target.ts';
import { type Discovered, runProperty } from './property.ts';

/**
 * Finds out one property after the other, and with them the traits by which scenarios choose.
 * @param onFound called with each as it is known
 */
export async function discoverTarget(
  open: OpenTarget,
  properties: readonly Property[],
  signal: AbortSignal,
  onFound: (found: Discovered) => Promise<void> | void = () => {},
  stop: AbortSignal = signal,
): Promise<ExternalTarget> {
  const findings = new Map<string, Finding>();
  for (const property of properties) {
    if (stop.aborted) break;
    const found = await runProperty(property, open.target, open, signal);
    if (found.finding) findings.set(property.id, found.finding);
    await onFound(found);
  }
  return open.learn(findings);
}
