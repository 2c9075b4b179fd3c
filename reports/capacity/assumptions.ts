import { duration, exact, figure, percent } from '../text/wording.ts';
import type { Demands } from './demands.ts';
import { isKnown } from './estimate.ts';
import { hoursPerMonth, type Prices } from './prices.ts';
import type { Workload } from './workload.ts';

/** What a plan takes for granted, and the edge of what it is good for. */
export function assumptions(
  workload: Workload,
  { near, growth, isEmbedded, schemes }: Demands,
  prices?: Prices,
): string[] {
  const { utilisation } = workload;
  return [
    growth
      ? `Servers are extrapolated from one core, as if each further instance carried as much. Up to ${growth.instances} of them were measured: each carried ${percent(growth.least)} to ${percent(growth.most)} of what one does, while servers were the limit.`
      : 'Servers are extrapolated from one core, as if each further instance carried as much: this run did not measure how that grows (authbench run --scenario scale-out).',
    ...(schemes.some(({ keepsStore }) => keepsStore)
      ? ['What ends that growth is the one core of the store, which runs its commands on one thread.']
      : []),
    ...(isEmbedded
      ? ['The embedded store stood in for Redis: it takes more of a core, so that store cores are fewer with a Redis.']
      : []),
    `Cores of servers and store are used to ${percent(utilisation)}: the rest is for peaks, and for an instance that is lost.`,
    told[near],
    ...(schemes.some(hashesApart)
      ? [
          'A login pays for its password as servers are configured: that hash was timed alone, and is added to the login of the run.',
        ]
      : []),
    'What renews a sign-in is a refresh with a rotating token, a login where nothing renews, and a read where a session slides.',
    'Balancer, TLS, memory of servers, the application’s own work and the copy of a replicated store come on top.',
    ...(schemes.some(({ memoryPerRenewal: one }) => isKnown(one) && one.middle > 0)
      ? ['Users came at all times of the day: half of their renewals are behind them, between none and all.']
      : []),
    ...inconsistency(workload),
    ...(prices ? [`Sums are for ${hoursPerMonth} hours with this load all the time.`] : []),
  ];
}

const told: Readonly<Record<Demands['near'], string>> = {
  all: 'All is told as it costs near the most that an instance carries.',
  reads:
    'A read is told as it costs at saturation. Logins and renewals are told as they cost at little load, which is more.',
  none: 'All is told as it costs at little load, which is more than near saturation: that was not known for every scheme.',
};

function hashesApart({ steps: { login } }: Demands['schemes'][number]): boolean {
  return isKnown(login.servers) && login.servers.rests.some(({ scheme }) => scheme === 'none');
}

/** Little’s law: as many are signed in as come in a second, times the seconds that they stay. */
function inconsistency({ users, ratePerSecond, mix, sessionLengthMs }: Workload): string[] {
  const logins = ratePerSecond * mix.login;
  const signedIn = (logins * sessionLengthMs) / 1_000;
  if (logins === 0 || Math.abs(signedIn / users - 1) <= tolerated) return [];
  return [
    `The mix and the users do not go together: ${figure(logins)} logins/s for ${duration(sessionLengthMs)} each keep ${exact(Math.round(signedIn))} users signed in (Little’s law), and ${exact(users)} are planned for.`,
  ];
}

const tolerated = 0.1;
