import { fileURLToPath } from 'node:url';
import { cleanBuild } from './clean-build.ts';

/** The end of `npm run build`. */
await cleanBuild(
  fileURLToPath(new URL('../../../../', import.meta.url)),
  fileURLToPath(new URL('../../../', import.meta.url)),
);
