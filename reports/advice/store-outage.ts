import { withoutStore } from '../analysis/without-store.ts';
import { duration, percent } from '../text/wording.ts';
import type { Constraint } from './constraint.ts';

export default {
  id: 'store-outage',
  title: 'An outage of the store is not noticed',
  rule: 'Ruled out where signed-in requests got no good answer with the store dead, or where the outage outlasts the credential that still works: scaling event store-dies.',
  asked: ({ storeOutageMs }) =>
    storeOutageMs === undefined
      ? undefined
      : `signed-in users do not notice ${duration(storeOutageMs)} without the store`,
  judge(scheme, { storeOutageMs = 0 }, { scaling }) {
    const found = withoutStore(scheme, scaling);
    if (found === undefined) return { state: 'undecided', because: 'the store was not killed under it', evidence: [] };
    const { isKilled, requests, spoilt, ms: lastsMs, evidence } = found;
    if (spoilt > 0)
      return {
        state: 'breaks',
        because: `${percent(spoilt / requests)} of signed-in requests got no good answer with the store dead`,
        evidence,
        flip: 'requests may fail for as long as the store is down',
      };
    const because = `every signed-in request was served${isKilled ? ' with the store dead' : ' without a store'}`;
    if (lastsMs === Number.POSITIVE_INFINITY) return { state: 'meets', because, evidence };
    if (lastsMs === undefined)
      return {
        state: 'undecided',
        because: `${because}, but how long an access token lives as configured is not known`,
        evidence,
      };
    return storeOutageMs < lastsMs
      ? {
          state: 'meets',
          because,
          evidence,
          needs: `clients that renew while ${duration(storeOutageMs)} of an access token are left`,
        }
      : {
          state: 'breaks',
          because: `${because}, but only until its access token expires, after ${duration(lastsMs)}`,
          evidence,
          flip: `access tokens live longer than ${duration(storeOutageMs)}`,
        };
  },
} satisfies Constraint;
