import assert from 'node:assert/strict';
import { setMaxListeners } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import type { Property } from '../../../scenarios/kinds/property.ts';
import { discover } from '../../../servers/discover.ts';
import { discoverTarget } from '../../checks/discover.ts';
import { createRandom } from '../../machine/random.ts';
import { TargetDescription } from '../../targets/external/description.ts';
import { readTarget } from '../../targets/external/external-target.ts';
import { type OpenTarget, openTarget } from '../../targets/external/open-target.ts';
import { withACore } from '../../with-a-core.fixture.ts';
import type { Development, Started } from './development.ts';
import { developmentSet } from './development-set.ts';

const properties = [...(await discover<Property>(new URL('../../../scenarios/properties/', import.meta.url))).values()];

describe('what the bench finds out about servers that it does not know', { concurrency: 4 }, () => {
  let logFolder = '';
  before(async () => {
    logFolder = await mkdtemp(join(tmpdir(), 'authbench-development-'));
  });
  after(() => rm(logFolder, { recursive: true, force: true }));

  for (const development of developmentSet) {
    it(`is what is true of ${development.name}`, async ({ signal }) => {
      const found = await withACore(
        () => foundOut(development, logFolder, signal),
        (found) => isDeepStrictEqual(found, development.truth),
      );
      assert.deepEqual(found, development.truth);
    });
  }
});

/** What was found out, by property; where nothing could be, null; what does not apply is left out. */
async function foundOut(
  development: Development,
  logFolder: string,
  signal: AbortSignal,
): Promise<Record<string, string | null>> {
  // every request under way listens to it
  setMaxListeners(0, signal);
  await using started = await development.start();
  await using open = await opened(started, logFolder, signal);
  const found: Record<string, string | null> = {};
  await discoverTarget(open, properties, signal, ({ result }) => {
    if (result.state !== 'not-applicable') found[result.id] = result.shown;
  });
  return found;
}

function opened({ description, env = {} }: Started, logFolder: string, signal: AbortSignal): Promise<OpenTarget> {
  const random = createRandom(1);
  return openTarget(readTarget(TargetDescription.parse(description), env), {
    logFolder,
    random,
    effort: 'quick',
    signal,
    env: {},
  });
}
