import type { MicroTask } from '../../../scenarios/kinds/micro.ts';

/** Never gets as far as an operation, and hears nothing meanwhile. */
export default {
  id: 'stuck.fixture',
  title: 'Wait for what never comes',
  concurrent: false,
  prepare() {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    throw new Error('woken');
  },
} satisfies MicroTask;
