import { setTimeout as delay } from 'node:timers/promises';
import type { Credential, How, HttpRequest, Reply, User } from '../../scenarios/exchange.ts';
import type { Hooks } from '../../scenarios/hooks/hooks.ts';
import { isAnswered, Unanswered } from '../../scenarios/kit/evidence/unanswered.ts';
import type { Effort, Stage, StageTarget } from '../../scenarios/stage.ts';
import type { Signer } from '../../servers/signer.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { createDestinations, type Destination, type Home } from '../cluster/destinations.ts';
import type { Router } from '../cluster/routing.ts';
import type { RawAnswer } from '../driver/answer.ts';
import { createClient } from '../driver/client.ts';
import { converse } from '../driver/conversation.ts';
import type { Transcript } from '../driver/transcript.ts';
import type { Transport } from '../driver/transport.ts';

export interface StageParts {
  readonly target: StageTarget;
  readonly cluster: Pick<Cluster, 'origins' | 'balancer'>;
  readonly router: Router;
  readonly transport: Transport;
  readonly transcript: Transcript;
  readonly hooks: Hooks;
  readonly users: readonly User[];
  /** Whether a user beyond the last is the first again: an external target has as many as its owner named. */
  readonly usersReturn?: boolean;
  readonly admin: User;
  readonly random: () => number;
  readonly effort: Effort;
  readonly signal: AbortSignal;
  /** The one that the target's protocol names. */
  readonly signer?: Signer | undefined;
  /** What the Host header names, and the origin that pages of the target have; our own where absent. */
  readonly host?: string;
  readonly publicOrigin?: string;
}

/** What every Host header names: instances share one public name behind their balancer. */
export const authority = 'auth.test';

/** A login that should have been done was not. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** The hands of a scenario on a target that is up. */
export function createStage(parts: StageParts): Stage {
  const { target, cluster, router, transport, transcript, users, usersReturn, admin, signal } = parts;
  const client = createClient(target.protocol, parts.host ?? authority, parts.publicOrigin, parts.signer);
  const places = createDestinations(cluster, router);
  /** Where each credential was issued: what a sticky balancer would remember. */
  const homes = new WeakMap<Credential, Home>();

  const user = (index: number): User => {
    const found = users[usersReturn ? index % users.length : index];
    if (!found) throw new RangeError(`the target has ${users.length} users; user ${index} was asked for`);
    return found;
  };
  const find = ({ instance, as }: Pick<How, 'instance' | 'as'>) => places.find(instance, as && homes.get(as));
  const note = (place: Destination, message: HttpRequest, raw: RawAnswer, reply: Reply, unrecorded?: true): Reply => {
    const { by, home } = place.answered(raw);
    homes.set(reply.credential, home);
    if (!unrecorded) transcript.exchange(message, by, reply);
    return reply;
  };
  const demand = ({ method, path }: HttpRequest, raw: RawAnswer, { mayBeSilent }: Pick<How, 'mayBeSilent'>) => {
    if (!mayBeSilent && !isAnswered(raw)) throw new Unanswered(`${method} ${path}`, raw);
  };

  /** Whom a login speaks for that does not say it: one that sets no new cookie leaves its client with the planted one. */
  const whoIs = async (credential: Credential, { headers, ...how }: How) => {
    const named = await stage.whoAmI(credential, how);
    if (named !== undefined || !headers?.cookie) return named;
    return (await stage.perform('me', { ...how, as: credential, headers: { cookie: headers.cookie } })).subject;
  };
  const stage: Stage = {
    target,
    victim: user(0),
    attacker: user(1),
    admin,
    user,
    hooks: parts.hooks,
    signal,
    random: parts.random,
    request: (step, how = {}) => {
      const as = step === 'login' ? client.begin(how.as) : how.as;
      return client.request(step, { ...how, ...(as && { as }) });
    },
    async perform(name, how = {}) {
      const place = find(how);
      const last = await converse(
        client,
        name,
        how,
        (message) => transport.send(place.origin, place.address(message), signal),
        ({ message, answer, reply }) => {
          note(place, message, answer, reply, how.unrecorded);
          demand(message, answer, how);
        },
      );
      // a conversation that broke off before it came to the step
      if (last.status === 0 && !how.mayBeSilent) throw new Unanswered(name, last);
      return last;
    },
    async send(given, how = {}) {
      const message = how.captured ? given : client.provenAnew(given);
      const place = find(how);
      const raw = await transport.send(place.origin, place.address(message), signal);
      const reply = note(place, message, raw, client.read(how.step, client.proverOf(message), raw));
      demand(message, raw, how);
      return reply;
    },
    async signIn(account, how = {}) {
      const values = { username: account.username, password: account.password, ...how.values };
      const reply = await stage.perform('login', { ...how, values });
      const { ok, subject } = target.protocol.steps.login;
      const done = ok.includes(reply.status);
      // a login that names nobody is asked who it speaks for
      const named = subject === undefined && done ? await whoIs(reply.credential, how) : reply.subject;
      if (!done || named !== account.id) {
        const why = reply.failure === undefined ? '' : `: ${reply.failure}`;
        throw new SignInRefused(
          `login of ${account.username} answered ${reply.status} for ${named ?? 'nobody'}${why}`,
          reply.status,
        );
      }
      return reply.credential;
    },
    async whoAmI(credential, how = {}) {
      const reply = await stage.perform('me', { ...how, as: credential });
      return target.protocol.steps.me.ok.includes(reply.status) ? reply.subject : undefined;
    },
    async raw(bytes, how = {}) {
      const { instance, origin } = places.direct(how.instance);
      const reply = await transport.raw(origin, bytes, signal, how.patienceMs);
      const answers = reply.statuses.join(', ') || 'no answer';
      transcript.note(`${bytes.length} raw bytes @${instance} → ${answers}${reply.closed ? ', closed' : ''}`);
      // to close is an answer too
      if (reply.statuses.length === 0 && !reply.closed && !how.mayBeSilent)
        throw new Unanswered(`${bytes.length} raw bytes`, { status: 0, failure: 'no answer in time' });
      return reply;
    },
    async race(entries, how = {}) {
      const placed = entries.map(({ request, instance, as }) => ({
        request: how.captured ? request : client.provenAnew(request),
        as,
        place: places.find(instance, undefined),
      }));
      const answers = await transport.race(
        placed.map(({ request, place }) => ({ request, origin: place.origin })),
        signal,
      );
      const replies = answers.map((raw, i) => {
        const { request, as, place } = placed[i] as (typeof placed)[number];
        return note(place, request, raw, client.read(undefined, as ?? client.proverOf(request), raw));
      });
      // all of them are noted before one that is missing ends it
      for (const [i, raw] of answers.entries()) demand((placed[i] as (typeof placed)[number]).request, raw, how);
      return replies;
    },
    async volley(step, each) {
      const { instance, origin } = places.direct(each[0]?.instance);
      const ask = async (clients: readonly How[]): Promise<Reply[]> => {
        const messages = clients.map((how) => client.request(step, how));
        const answers = await transport.volley(origin, messages, signal);
        transcript.note(`${answers.length} × ${step} @${instance}, pipelined`, tally(answers));
        for (const [i, raw] of answers.entries()) demand(messages[i] as HttpRequest, raw, clients[i] ?? {});
        return answers.map((raw, i) => client.read(step, clients[i]?.as, raw));
      };
      // what each client holds before: where it signs its requests, a login needs its key
      const begun = each.map((how): How => {
        const as = step === 'login' ? client.begin(how.as) : how.as;
        return { ...how, ...(as && { as }) };
      });
      const replies = await ask(begun);
      const late = replies.flatMap((reply, i) => (client.asksAgain(reply) ? [{ i, as: reply.credential }] : []));
      if (late.length === 0) return replies;
      const again = await ask(late.map(({ i, as }) => ({ ...begun[i], as })));
      for (const [n, { i }] of late.entries()) replies[i] = again[n] as Reply;
      return replies;
    },
    effort: parts.effort,
    wait: async (ms) => {
      await delay(ms, undefined, { signal });
    },
    note: (text, facts) => transcript.note(text, facts),
  };
  return stage;
}

/** How often each status came. */
function tally(answers: readonly RawAnswer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
