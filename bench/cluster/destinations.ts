import type { HttpRequest } from '../../scenarios/exchange.ts';
import type { RawAnswer } from '../driver/answer.ts';
import type { Balancer, Cluster } from './cluster.ts';
import { servedBy } from './haproxy/configuration.ts';
import type { Router } from './routing.ts';

/** What is remembered of where a client has been: an instance, or whatever a balancer gave it to be known by. */
export interface Home {
  readonly instance?: number;
  readonly cookie?: string;
}

/** Where one request goes. */
export interface Destination {
  readonly origin: string;
  /** The request with what the client carries for the balancer. */
  address(message: HttpRequest): HttpRequest;
  /** Who answered, and where the client is at home from now on. */
  answered(answer: RawAnswer): { readonly by: number | 'balancer'; readonly home: Home };
}

/** Finds the destination of a request: the instance that it names, or else whoever the policy or the balancer takes it to. */
export interface Destinations {
  find(instance: number | undefined, home: Home | undefined): Destination;
  /** An instance by itself, with nothing between. */
  direct(instance?: number): { readonly instance: number; readonly origin: string };
}

export function createDestinations(
  { origins, balancer }: Pick<Cluster, 'origins' | 'balancer'>,
  router: Router,
): Destinations {
  const direct = (instance = router.route()) => {
    const origin = origins[instance];
    if (!origin) throw new RangeError(`the target has ${origins.length} instances; ${instance} was asked for`);
    return { instance, origin };
  };
  return {
    direct,
    find(named, home) {
      if (balancer && named === undefined) return through(balancer, origins, home);
      const { instance, origin } = direct(named ?? router.route(home?.instance));
      return {
        origin,
        address: (message) => message,
        answered: () => ({ by: instance, home: { instance, ...home } }),
      };
    },
  };
}

function through({ origin }: Balancer, origins: readonly string[], home: Home | undefined): Destination {
  return {
    origin,
    address: (message) => withCookie(message, home?.cookie),
    answered({ headers }) {
      const by = origins.indexOf(`http://${headers[servedBy]}`);
      const cookie = given(headers['set-cookie']) ?? home?.cookie;
      return { by: by < 0 ? 'balancer' : by, home: { ...home, ...(cookie !== undefined && { cookie }) } };
    },
  };
}

/** The balancer's own cookie is no credential, and so none that a scheme's client would hold. */
function given(setCookie: string | string[] | undefined): string | undefined {
  const lines = [setCookie ?? []].flat();
  return lines.find((line) => line.startsWith('INSTANCE='))?.split(';')[0];
}

function withCookie(message: HttpRequest, cookie: string | undefined): HttpRequest {
  if (cookie === undefined) return message;
  const all = message.headers.cookie === undefined ? cookie : `${message.headers.cookie}; ${cookie}`;
  return { ...message, headers: { ...message.headers, cookie: all } };
}
