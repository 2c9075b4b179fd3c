import type { Results } from '../results/results.ts';
import { upperMedian } from '../statistics/median.ts';

type Quality = Results['quality'][number];

/** What two counts of the same CPU time may differ by, either way. */
const mostApart = 0.05;

/** Who counted the CPU time of the figures, and whether another count agrees; what was not counted at all. Pure. */
export function qualityOfCounters({ samples }: Pick<Results, 'samples'>): Quality[] {
  const valuesOf = (wanted: string) => samples.filter(({ metric }) => metric === wanted).map(({ value }) => value);
  const told = valuesOf('told.cpu');
  const isMeasured = valuesOf('cpu.servers').length > 0;
  const counts = {
    id: 'cpu-counts',
    title: 'CPU as servers and store tell it, over the count of the kernel, median measurement',
    limit: `at most ${100 * mostApart} % apart`,
  };
  const inKernel: Quality[] =
    told.length === 0
      ? []
      : [
          {
            ...counts,
            measured: `${upperMedian(told).toFixed(3)}; ${Math.min(...told).toFixed(3)} to ${Math.max(...told).toFixed(3)} over all blocks`,
            state: Math.abs(upperMedian(told) - 1) <= mostApart ? 'ok' : 'warning',
            consequence: 'one of the two misses work: what a request costs is as uncertain as they are apart',
          },
        ];
  // a kernel that counts exactly tells waits too
  const isTold = isMeasured && valuesOf('wait.servers').length === 0;
  const unheld: Quality[] = !isTold
    ? []
    : [
        {
          ...counts,
          measured: 'the kernel does not tell it here: what servers and store tell of themselves is in the figures',
          state: 'unknown',
          consequence: 'no second count stands beside it',
        },
      ];
  const unseen: Quality[] =
    !isMeasured || valuesOf('machine.foreign').length > 0
      ? []
      : [
          {
            id: 'foreign-load',
            title: 'Other programs and other machines',
            measured: 'not counted on this machine',
            limit: 'none that disturb',
            state: 'unknown',
            consequence:
              'no round can be thrown away for them: only the server that was measured twice tells how noisy the machine was',
          },
        ];
  return [...inKernel, ...unheld, ...unseen];
}
