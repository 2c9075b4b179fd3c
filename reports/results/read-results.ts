import { z } from 'zod';
import { Results, schemaVersion } from './results.ts';
import { withConfigured } from './with-configured.ts';
import { withTypedFacts } from './with-typed-facts.ts';

/** What a stored results.json turned out to be. */
export type Reading = { readonly results: Results } | { readonly problem: string };

/** As much as every version has in common. */
const Stored = z.looseObject({ schemaVersion: z.string(), run: z.looseObject({}) });
type Stored = z.infer<typeof Stored>;

/** By the version that they lead away from, oldest first. What a version only added, and left optional, needs no more. */
const steps: Readonly<Record<string, (older: Stored) => Stored>> = {
  // the bench itself ran the instances and spread the requests over them: nothing else could
  '1.0.0': (older) => ({
    ...older,
    schemaVersion: '1.1.0',
    run: { ...older.run, topology: { cluster: 'processes', balancer: 'none' } },
  }),
  '1.1.0': (older) => ({ ...older, schemaVersion: '1.2.0' }),
  '1.2.0': (older) => ({ ...withConfigured(older), schemaVersion: '1.3.0' }),
  '1.3.0': (older) => ({ ...older, schemaVersion: '1.4.0' }),
  '1.4.0': (older) => ({ ...withTypedFacts(older), schemaVersion: '2.0.0' }),
  '2.0.0': (older) => ({ ...older, schemaVersion: '2.1.0' }),
  '2.1.0': (older) => ({ ...older, schemaVersion: '2.2.0' }),
};

/**
 * Results of this version or an older one, in the shape of this one. They are checked, and then taken as they were
 * stored: to write them again gives the same bytes, and loses nothing that a newer minor version added.
 */
export function readResults(json: unknown): Reading {
  if (!isStored(json)) return { problem: 'it holds no results' };
  const shaped = Object.entries(steps).reduce(
    (results, [from, step]) => (results.schemaVersion === from ? step(results) : results),
    json,
  );
  const [major, known] = [shaped.schemaVersion, schemaVersion].map((version) => Number(version.split('.')[0]));
  if (major !== known)
    return { problem: `its schema is ${json.schemaVersion}, and this version reads 1.x to ${known}.x only` };
  const checked = Results.safeParse(shaped);
  return checked.success
    ? { results: shaped as Results }
    : { problem: `it does not keep to its schema:\n${z.prettifyError(checked.error)}` };
}

function isStored(json: unknown): json is Stored {
  return Stored.safeParse(json).success;
}
