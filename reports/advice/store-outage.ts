import { duration, percent } from '../text/wording.ts';
import type { Constraint } from './constraint.ts';
import { lifetimeMs } from './lookup.ts';

export default {
  id: 'store-outage',
  title: 'An outage of the store is not noticed',
  rule: 'Ruled out where signed-in requests got no good answer with the store dead, or where the outage outlasts the credential that still works: scaling event store-dies.',
  asked: ({ storeOutageMs }) =>
    storeOutageMs === undefined
      ? undefined
      : `signed-in users do not notice ${duration(storeOutageMs)} without the store`,
  judge(scheme, { storeOutageMs = 0 }, { scaling }) {
    const rows = scaling.filter((row) => row.scheme === scheme.id && row.valid && row.requests > 0);
    const dead = rows.filter(({ event }) => event === 'store-dies');
    const seen = dead.length > 0 ? dead : rows.filter(({ mode, event }) => mode === 'none' && event === 'none');
    const evidence = seen.map((row) => row.evidence);
    if (seen.length === 0) return { state: 'undecided', because: 'the store was not killed under it', evidence };
    const failed = seen.reduce((sum, { refused, failed }) => sum + refused + failed, 0);
    const all = seen.reduce((sum, { requests }) => sum + requests, 0);
    if (failed > 0)
      return {
        state: 'breaks',
        because: `${percent(failed / all)} of signed-in requests got no good answer with the store dead`,
        evidence,
        flip: 'requests may fail for as long as the store is down',
      };
    const because = `every signed-in request was served${dead.length > 0 ? ' with the store dead' : ' without a store'}`;
    if (scheme.traits.renewal !== 'rotation') return { state: 'meets', because, evidence };
    const lastsMs = lifetimeMs(scheme);
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
