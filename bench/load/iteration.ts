import type { LoadScenario, VirtualUser } from '../../scenarios/load.ts';
import type { Credential, HttpRequest } from '../../scenarios/stage.ts';
import type { RawAnswer } from '../driver/answer.ts';
import { createClient } from '../driver/client.ts';
import type { LoadJob } from './job.ts';

/** One request of a virtual user and the judgement of its answer: the same for every executor. */
export interface Iteration {
  request(user: VirtualUser): HttpRequest;
  /** The same, as it goes over the wire. */
  bytes(user: VirtualUser): Buffer;
  /** @returns what is wrong with the answer, or undefined; then the user holds what the answer handed out. */
  settle(user: VirtualUser, answer: RawAnswer): string | undefined;
}

export function createIteration(
  job: Pick<LoadJob, 'protocol' | 'authority' | 'publicOrigin'>,
  scenario: LoadScenario,
): Iteration {
  const client = createClient(job.protocol, job.authority, job.publicOrigin);
  const step = client.step(scenario.step);
  const request = ({ user: { username, password }, credential }: VirtualUser) =>
    client.request(scenario.step, { values: { username, password }, ...(scenario.signedIn && { as: credential }) });
  const known = new WeakMap<VirtualUser, Known>();
  const knownOf = (user: VirtualUser): Known => {
    const before = known.get(user);
    if (before?.credential === user.credential) return before;
    const fresh: Known = { credential: user.credential, bytes: serialise(request(user)), right: undefined };
    known.set(user, fresh);
    return fresh;
  };
  return {
    request,
    bytes: (user) => knownOf(user).bytes,
    settle(user, answer) {
      if (answer.failure !== undefined) return answer.failure;
      const { right } = knownOf(user);
      if (right && right.text === answer.text && right.headers === answer.headers && right.status === answer.status)
        return undefined;
      const reply = client.read(scenario.step, scenario.signedIn ? user.credential : undefined, answer);
      const wrong = scenario.check(reply, user, step);
      if (wrong !== undefined) return wrong;
      if (sameArtefacts(user.credential, reply.credential)) knownOf(user).right = answer;
      else user.credential = reply.credential;
      return undefined;
    },
  };
}

/**
 * What follows from a user and its credential alone, and is therefore built once: the request, and an answer to it that
 * was right. The same answer again, to the same request, is right again; any other one is read and checked.
 */
interface Known {
  readonly credential: Credential;
  readonly bytes: Buffer;
  right: RawAnswer | undefined;
}

export function serialise({ method, path, headers, body }: HttpRequest): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  if (body !== undefined) lines.push(`content-length: ${Buffer.byteLength(body)}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`);
}

function sameArtefacts(held: Credential, next: Credential): boolean {
  const names = Object.keys(next);
  return names.length === Object.keys(held).length && names.every((name) => next[name] === held[name]);
}
