import type { Protocol, Step, StepName } from './scheme.ts';

/**
 * The client half that all schemes share: the routes of the one application. A scheme says which credentials an
 * ordinary request carries, and which headers its state changes need.
 */
export function applicationSteps(
  carries: readonly string[],
  change: { readonly headers?: Readonly<Record<string, string>> } = {},
): Protocol['steps'] & Record<Exclude<StepName, NotOfAll>, Step> {
  return {
    login: {
      method: 'POST',
      path: '/login',
      json: { username: '{{username}}', password: '{{password}}' },
      carries: [],
      ok: [200],
      subject: 'id',
      ...change,
    },
    me: { method: 'GET', path: '/me', carries, ok: [200], subject: 'id' },
    transfer: { method: 'POST', path: '/transfer', carries, ok: [200], subject: 'id', ...change },
    payout: {
      method: 'POST',
      path: '/payout',
      json: { current: '{{password}}' },
      carries,
      ok: [200],
      subject: 'id',
      ...change,
    },
    logout: { method: 'POST', path: '/logout', carries, ok: [204], ...change },
    logoutAll: { method: 'POST', path: '/logout-all', carries, ok: [204], ...change },
    password: {
      method: 'POST',
      path: '/password',
      json: { current: '{{password}}', next: '{{next}}' },
      carries,
      ok: [200],
      subject: 'id',
      ...change,
    },
    admin: { method: 'GET', path: '/admin', carries, ok: [200], subject: 'id' },
    disable: { method: 'POST', path: '/admin/users/{{id}}/disable', carries, ok: [204], ...change },
    enable: { method: 'POST', path: '/admin/users/{{id}}/enable', carries, ok: [204], ...change },
    setRole: {
      method: 'PUT',
      path: '/admin/users/{{id}}/role',
      json: { role: '{{role}}' },
      carries,
      ok: [204],
      ...change,
    },
    endSignIns: { method: 'POST', path: '/admin/users/{{id}}/logout', carries, ok: [204], ...change },
    addUser: {
      method: 'POST',
      path: '/admin/users',
      json: { username: '{{username}}', password: '{{password}}' },
      carries,
      ok: [201],
      subject: 'id',
      ...change,
    },
    deleteUser: { method: 'POST', path: '/admin/users/{{id}}/delete', carries, ok: [204], ...change },
    slow: { method: 'GET', path: '/slow?ms={{ms}}', carries, ok: [200], subject: 'id' },
  };
}

/** Steps that some schemes have, or none of ours. */
type NotOfAll = 'refresh' | 'signIns' | 'endSignIn' | 'effect' | 'visit' | 'reset';

/** Where the server knows of each sign-in: to see them, and to end one of them. */
export function listingSteps(
  carries: readonly string[],
  change: { readonly headers?: Readonly<Record<string, string>> } = {},
): Record<'signIns' | 'endSignIn', Step> {
  return {
    signIns: { method: 'GET', path: '/sign-ins', carries, ok: [200], subject: 'id' },
    endSignIn: {
      method: 'POST',
      path: '/sign-ins/{{name}}/end',
      json: { current: '{{password}}' },
      carries,
      ok: [204],
      ...change,
    },
  };
}

/** What a browser adds to a state change of our own page, and what `sameOrigin` asks for. */
export const fromOurPage = { headers: { origin: '{{origin}}' } } as const;

/** The names of all cookies in which credentials travel. */
export function cookiesOf({ credentials }: Pick<Protocol, 'credentials'>): string[] {
  return Object.values(credentials).flatMap(({ in: place }) => ('cookies' in place ? place.cookies : []));
}
