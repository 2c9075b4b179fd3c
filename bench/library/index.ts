/** The bench for programs: `import { run, read, compare, advise, expectBlocked } from 'authbench'`. */
export { type Advice, advise } from '../../reports/advice/advise.ts';
export type { Requirements } from '../../reports/advice/requirements.ts';
export { compareRuns as compare } from '../../reports/comparison/compare-runs.ts';
export type { Results } from '../../reports/results/results.ts';
export { BenchError } from '../errors.ts';
export { readRun as read } from '../runs/stored-runs.ts';
export type { Target } from '../targets/external/description.ts';
export { expectBlocked } from './expect-blocked.ts';
export { type RunInput, type RunOutput, run } from './run.ts';
