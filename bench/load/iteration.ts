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

export function createIteration(job: Pick<LoadJob, 'protocol' | 'authority'>, scenario: LoadScenario): Iteration {
  const client = createClient(job.protocol, job.authority);
  const request = ({ user: { username, password }, credential }: VirtualUser) =>
    client.request(scenario.step, { values: { username, password }, ...(scenario.signedIn && { as: credential }) });
  /** A request changes only when its credential does, so most are built once. */
  const built = new WeakMap<Credential, Buffer>();
  return {
    request,
    bytes(user) {
      const before = built.get(user.credential);
      if (before) return before;
      const bytes = serialise(request(user));
      built.set(user.credential, bytes);
      return bytes;
    },
    settle(user, answer) {
      if (answer.failure !== undefined) return answer.failure;
      const reply = client.read(scenario.step, scenario.signedIn ? user.credential : undefined, answer);
      const wrong = scenario.check(reply, user);
      if (wrong === undefined && !sameArtefacts(user.credential, reply.credential)) user.credential = reply.credential;
      return wrong;
    },
  };
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
