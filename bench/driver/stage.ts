import { setTimeout as delay } from 'node:timers/promises';
import type { Credential, Effort, Hooks, How, HttpRequest, Stage, Target, User } from '../../scenarios/stage.ts';
import type { StepName } from '../../servers/scheme.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Router } from '../cluster/routing.ts';
import type { RawAnswer } from './answer.ts';
import { createClient } from './client.ts';
import { converse } from './conversation.ts';
import type { Transcript } from './transcript.ts';
import type { Transport } from './transport.ts';

export interface StageParts {
  readonly target: Target;
  readonly cluster: Pick<Cluster, 'origins'>;
  readonly router: Router;
  readonly transport: Transport;
  readonly transcript: Transcript;
  readonly hooks: Hooks;
  readonly users: readonly User[];
  readonly admin: User;
  readonly random: () => number;
  readonly effort: Effort;
  readonly signal: AbortSignal;
  /** What the Host header names, and the origin that pages of the target have; our own where absent. */
  readonly host?: string;
  readonly publicOrigin?: string;
}

/** What every Host header names: instances share one public name behind their balancer. */
export const authority = 'auth.test';

/** The hands of a scenario on a target that is up. */
export function createStage(parts: StageParts): Stage {
  const { target, cluster, router, transport, transcript, users, admin, signal } = parts;
  const client = createClient(target.protocol, parts.host ?? authority, parts.publicOrigin);
  /** Where each credential was issued: what a sticky balancer would remember. */
  const homes = new WeakMap<Credential, number>();

  const user = (index: number): User => {
    const found = users[index];
    if (!found) throw new RangeError(`the target has ${users.length} users; user ${index} was asked for`);
    return found;
  };
  const pick = (how: How) => how.instance ?? router.route(how.as && homes.get(how.as));
  const settle = (step: StepName | undefined, how: How, instance: number, message: HttpRequest, raw: RawAnswer) => {
    const reply = client.read(step, how.as, raw);
    homes.set(reply.credential, (how.as && homes.get(how.as)) ?? instance);
    transcript.exchange(message, instance, reply);
    return reply;
  };
  const originOf = (instance: number): string => {
    const origin = cluster.origins[instance];
    if (!origin) throw new RangeError(`the target has ${cluster.origins.length} instances; ${instance} was asked for`);
    return origin;
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
    request: (step, how) => client.request(step, how),
    async perform(name, how = {}) {
      const instance = pick(how);
      return converse(
        client,
        name,
        how,
        (message) => transport.send(originOf(instance), message, signal),
        ({ message, reply }) => {
          homes.set(reply.credential, (how.as && homes.get(how.as)) ?? instance);
          transcript.exchange(message, instance, reply);
        },
      );
    },
    async send(message, how = {}) {
      const instance = pick(how);
      return settle(undefined, how, instance, message, await transport.send(originOf(instance), message, signal));
    },
    async signIn(account, how = {}) {
      const values = { username: account.username, password: account.password, ...how.values };
      const reply = await stage.perform('login', { ...how, values });
      const { ok, subject } = target.protocol.steps.login;
      const done = ok.includes(reply.status);
      // a login that names nobody is asked who it speaks for
      const named = subject === undefined && done ? await stage.whoAmI(reply.credential, how) : reply.subject;
      if (!done || named !== account.id) {
        const why = reply.failure === undefined ? '' : `: ${reply.failure}`;
        throw new Error(`login of ${account.username} answered ${reply.status} for ${named ?? 'nobody'}${why}`);
      }
      return reply.credential;
    },
    async whoAmI(credential, how = {}) {
      const reply = await stage.perform('me', { ...how, as: credential });
      return target.protocol.steps.me.ok.includes(reply.status) ? reply.subject : undefined;
    },
    async raw(bytes, how = {}) {
      const instance = pick(how);
      const reply = await transport.raw(originOf(instance), bytes, signal);
      const answers = reply.statuses.join(', ') || 'no answer';
      transcript.note(`${bytes.length} raw bytes @${instance} → ${answers}${reply.closed ? ', closed' : ''}`);
      return reply;
    },
    async race(entries) {
      const placed = entries.map(({ request, instance }) => ({
        request,
        instance: pick(instance === undefined ? {} : { instance }),
      }));
      const answers = await transport.race(
        placed.map(({ request, instance }) => ({ request, origin: originOf(instance) })),
        signal,
      );
      return answers.map((raw, i) => {
        const { request, instance } = placed[i] as (typeof placed)[number];
        return settle(undefined, {}, instance, request, raw);
      });
    },
    async volley(step, each) {
      const instance = pick(each[0] ?? {});
      const messages = each.map((how) => client.request(step, how));
      const answers = await transport.volley(originOf(instance), messages, signal);
      transcript.note(`${answers.length} × ${step} @${instance}, pipelined`, tally(answers));
      return answers.map((raw, i) => client.read(step, each[i]?.as, raw));
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
