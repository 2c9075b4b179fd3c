import type { Credential, HttpRequest } from '../../scenarios/exchange.ts';
import type { LoadScenario, VirtualUser } from '../../scenarios/kinds/load.ts';
import type { StepName } from '../../servers/scheme.ts';
import type { RawAnswer } from '../driver/answer.ts';
import { createClient } from '../driver/client.ts';
import type { LoadJob } from './job.ts';

/** One request of a virtual user and the judgement of its answer: the same for every executor. */
export interface Iteration {
  /** What the user does next. */
  step(user: VirtualUser): StepName;
  request(user: VirtualUser): HttpRequest;
  /** The same, as it goes over the wire. */
  bytes(user: VirtualUser): Buffer;
  /**
   * Whether the server refused a request only because its proof lacked what this answer hands out: the user then holds that,
   * and the same request is to be made once more, as part of the same iteration. Never twice in a row.
   */
  asksAgain(user: VirtualUser, answer: RawAnswer): boolean;
  /** @returns what is wrong with the answer, or undefined; then the user holds what the answer handed out. */
  settle(user: VirtualUser, answer: RawAnswer): string | undefined;
}

export function createIteration(
  job: Pick<LoadJob, 'protocol' | 'signer' | 'authority' | 'publicOrigin' | 'cycle'>,
  scenario: LoadScenario,
): Iteration {
  const { cycle, signer } = job;
  const client = createClient(job.protocol, job.authority, job.publicOrigin, signer);
  const step = ({ turn = 0 }: VirtualUser): StepName => cycle?.[turn % cycle.length] ?? scenario.step;
  /** Nobody logs in as somebody, but for the key that they have. */
  const held = ({ credential }: VirtualUser, name: StepName) =>
    name === 'login' ? signer && client.begin(credential) : credential;
  const request = (user: VirtualUser) => {
    const { username, password } = user.user;
    const { name, as } = knownOf(user);
    return client.request(name, { values: { username, password }, ...(as && { as }) });
  };
  const known = new WeakMap<VirtualUser, Known>();
  const knownOf = (user: VirtualUser): Known => {
    const name = step(user);
    const before = known.get(user);
    if (before?.credential === user.credential && before.name === name) return before;
    const as = held(user, name);
    const fresh: Known = { name, credential: user.credential, as, bytes: undefined, right: undefined };
    known.set(user, fresh);
    return fresh;
  };
  const asking = new WeakSet<VirtualUser>();
  const judge = (user: VirtualUser, answer: RawAnswer): string | undefined => {
    if (answer.failure !== undefined) return answer.failure;
    const { right, name, as } = knownOf(user);
    if (right && right.text === answer.text && right.headers === answer.headers && right.status === answer.status)
      return undefined;
    const reply = client.read(name, as, answer);
    const wrong = scenario.check(reply, user, client.step(name), name);
    if (wrong !== undefined) return wrong;
    if (sameArtefacts(user.credential, reply.credential)) knownOf(user).right = answer;
    else user.credential = reply.credential;
    return undefined;
  };
  return {
    step,
    request,
    // what is signed is signed for one use
    bytes: signer
      ? (user) => serialise(request(user))
      : (user) => {
          const known = knownOf(user);
          known.bytes ??= serialise(request(user));
          return known.bytes;
        },
    asksAgain(user, answer) {
      if (!signer?.asksAgain || (answer.status !== 401 && answer.status !== 400)) return false;
      if (asking.delete(user)) return false;
      const { name, as } = knownOf(user);
      const reply = client.read(name, as, answer);
      if (!client.asksAgain(reply)) return false;
      user.credential = reply.credential;
      asking.add(user);
      return true;
    },
    settle(user, answer) {
      asking.delete(user);
      const wrong = judge(user, answer);
      if (cycle) user.turn = (user.turn ?? 0) + 1;
      return wrong;
    },
  };
}

/**
 * What follows from a user, its credential and its step alone, and is therefore built once: the request, and an answer to it that
 * was right. The same answer again, to the same request, is right again; any other one is read and checked.
 */
interface Known {
  readonly name: StepName;
  readonly credential: Credential;
  /** What it presents. */
  readonly as: Credential | undefined;
  bytes: Buffer | undefined;
  right: RawAnswer | undefined;
}

function serialise({ method, path, headers, body }: HttpRequest): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  if (body !== undefined) lines.push(`content-length: ${Buffer.byteLength(body)}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`);
}

function sameArtefacts(held: Credential, next: Credential): boolean {
  const names = Object.keys(next);
  return names.length === Object.keys(held).length && names.every((name) => next[name] === held[name]);
}
