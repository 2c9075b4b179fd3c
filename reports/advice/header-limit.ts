import { exact } from '../text/wording.ts';
import type { Constraint } from './constraint.ts';
import { measured } from './lookup.ts';

export default {
  id: 'header-limit',
  title: 'Credentials fit into the request',
  rule: 'Ruled out where the credential of an ordinary request takes more bytes than allowed: wire-cost, with the claims of the reference servers.',
  asked: ({ headerLimitBytes }) =>
    headerLimitBytes === undefined
      ? undefined
      : `credentials take at most ${exact(headerLimitBytes)} bytes of a request`,
  judge(scheme, { headerLimitBytes = 0 }, results) {
    const bytes = measured(results, scheme, 'wire-cost', 'bytes.credential-per-request');
    if (!bytes) return { state: 'undecided', because: 'wire-cost was not measured', evidence: [] };
    const { value, evidence } = bytes;
    const because = `the credential takes ${exact(value)} bytes of every request`;
    return value <= headerLimitBytes
      ? { state: 'meets', because, evidence }
      : { state: 'breaks', because, evidence, flip: `credentials may take ${exact(value)} bytes` };
  },
} satisfies Constraint;
