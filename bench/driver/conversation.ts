import type { Credential, How, HttpRequest, Reply } from '../../scenarios/exchange.ts';
import { inWords } from '../../scenarios/kit/evidence/unanswered.ts';
import type { Step, StepName } from '../../servers/scheme.ts';
import { parseSetCookie, type RawAnswer, readPlace } from './answer.ts';
import type { Client } from './client.ts';

/** One request of a conversation and what was read out of its answer. */
export interface Turn {
  readonly step: Step;
  readonly message: HttpRequest;
  readonly answer: RawAnswer;
  readonly saved: Readonly<Record<string, string>>;
  readonly reply: Reply;
}

/**
 * Performs a step, and before it the steps that lead to it. Within one conversation cookies and saved texts travel on,
 * as they would in the browser that has it; nothing is kept beyond its end but what the last reply holds, which shows the
 * cookies that all of its answers set.
 * @returns the last reply. Where an earlier step was not answered as it should be, that is its reply: `failure` says
 * which it was, and no status of it passes for the end of the whole.
 */
export async function converse(
  client: Client,
  name: StepName,
  how: Omit<How, 'instance'>,
  deliver: (message: HttpRequest, step: Step, as: Credential | undefined) => Promise<RawAnswer>,
  onTurn: (turn: Turn) => void = () => {},
): Promise<Reply> {
  const last = client.step(name);
  const steps = [...(last.before ?? []), last];
  const jar = new Map(cookiePairs(how.headers?.cookie));
  const values: Record<string, string> = { ...how.values };
  const savedSoFar: Record<string, string> = {};
  const setCookies: string[] = [];
  let as = name === 'login' ? client.begin(how.as) : how.as;
  const ask = async (step: Step) => {
    const message = client.request(step, { ...how, values, ...(as && { as }) }, (plain) =>
      steps.length === 1 ? plain : withCookies(plain, jar),
    );
    const answer = await deliver(message, step, as);
    const read = client.read(step, as, answer);
    const isIn = name === 'login' && step === last && step.ok.includes(read.status);
    const reply = isIn ? { ...read, credential: { ...read.credential, ...client.made(how.values) } } : read;
    const places = Object.entries(step.save ?? {}).map(([key, place]) => [key, readPlace(place, answer)] as const);
    const saved = Object.fromEntries(places.flatMap(([key, text]) => (text === undefined ? [] : [[key, text]])));
    onTurn({ step, message, answer, saved, reply });
    setCookies.push(...[answer.headers['set-cookie'] ?? []].flat());
    return { answer, reply, places, saved };
  };
  for (const [i, step] of (how.leading && last.before ? last.before : steps).entries()) {
    let asked = await ask(step);
    if (client.asksAgain(asked.reply)) {
      as = asked.reply.credential;
      asked = await ask(step);
    }
    const { answer, reply, places, saved } = asked;
    if (step === last)
      return steps.length === 1
        ? reply
        : { ...reply, headers: { ...reply.headers, 'set-cookie': setCookies }, saved: savedSoFar };
    const missing = places.flatMap(([key, text]) => (text === undefined ? [key] : []));
    const problem = step.ok.includes(reply.status)
      ? missing.length > 0 && `did not say ${missing.join(', ')}`
      : reply.status === 0
        ? `had no answer: ${inWords(reply.failure)}`
        : `answered ${reply.status}, not ${step.ok.join(' or ')}`;
    if (problem) {
      const failure = `step ${i + 1} of ${steps.length} (${step.method} ${step.path}) ${problem}`;
      return {
        ...reply,
        ...{ status: last.ok.includes(reply.status) ? 0 : reply.status, failure },
        ...(answer.status > 0 && { stoppedAt: i + 1 }),
      };
    }
    Object.assign(values, saved);
    Object.assign(savedSoFar, saved);
    if (how.leading && step === last.before?.at(-1)) return { ...reply, saved: savedSoFar };
    as = reply.credential;
    for (const [cookie, value] of parseSetCookie(answer.headers['set-cookie'])) {
      if (value === undefined) jar.delete(cookie);
      else jar.set(cookie, value);
    }
  }
  throw new RangeError('a conversation has a last step');
}

/** What the step carries and, over it, what answers of this conversation have set since. */
function withCookies(message: HttpRequest, jar: ReadonlyMap<string, string>): HttpRequest {
  const all = new Map([...cookiePairs(message.headers.cookie), ...jar]);
  if (all.size === 0) return message;
  const cookie = [...all].map(([key, value]) => `${key}=${value}`).join('; ');
  return { ...message, headers: { ...message.headers, cookie } };
}

function cookiePairs(header = ''): [string, string][] {
  return header.split(/; */).flatMap((pair) => {
    const cut = pair.indexOf('=');
    return cut < 1 ? [] : [[pair.slice(0, cut), pair.slice(cut + 1)]];
  });
}
