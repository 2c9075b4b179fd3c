import { setTimeout as delay } from 'node:timers/promises';
import { parseJson, parseSetCookie, type RawAnswer } from '../../../../driver/answer.ts';
import type { Target } from '../../description.ts';
import { textsIn } from '../texts-in.ts';
import type { Explorer, Who } from './explorer.ts';

/** What a login handed out, by the place it came from: `cookie:sid`, `json:token`, `header:x-token`. */
export type HandedOut = ReadonlyMap<string, string>;

/** Two sign-ins of one user and one of another. */
export interface SignIns {
  readonly first: HandedOut;
  readonly again: HandedOut;
  readonly other: HandedOut;
  /** Where the answer of the last step leads. */
  readonly location: string | undefined;
}

/** Signs in three times, and once with a wrong password; undefined where that is no login. */
export async function signIns(explorer: Explorer, parts: Partial<Target>): Promise<SignIns | undefined> {
  const one = async (who: Who) => {
    const { reply, turns } = await explorer.perform('login', parts, {}, who);
    const isDone = reply.failure === undefined && reply.status >= 200 && reply.status < 400;
    const answers = turns.map(({ answer }) => answer);
    return { isDone, out: handedOut(answers), atLast: handedOut(answers.slice(-1)), answer: answers.at(-1) };
  };
  const first = await one('one');
  if (!first.isDone) return undefined;
  const mistaken = await one('mistaken');
  let again = await one('one');
  // tokens that are made within a second of each other may be the same to the byte (RFC 7519 §4.1.6: NumericDate)
  if ([...first.out].some(([place, text]) => text.length >= longText && again.out.get(place) === text)) {
    await delay(1_100);
    again = await one('one');
  }
  const other = await one('other');
  if (!again.isDone || !other.isDone) return undefined;
  const fresh = [...first.out.keys()].filter((place) => first.out.get(place) !== again.out.get(place));
  // a login page may give everybody the same cookies before
  const looks = ({ isDone, answer, out, atLast }: typeof first) =>
    JSON.stringify([
      ...[isDone, answer?.status, locationOf(answer)?.split('?')[0]],
      ...[out, atLast].map((all) => [...all.keys()].sort()),
    ]);
  if (fresh.length === 0 || looks(mistaken) === looks(first)) return undefined;
  return { first: first.out, again: again.out, other: other.out, location: locationOf(first.answer) };
}

/** Cookies of all answers, but those that a later one takes back; texts and headers of the last. */
function handedOut(answers: readonly RawAnswer[]): HandedOut {
  const found = new Map<string, string>();
  for (const { headers } of answers)
    for (const [name, value] of parseSetCookie(headers['set-cookie'])) {
      if (value === undefined) found.delete(`cookie:${name}`);
      else found.set(`cookie:${name}`, value);
    }
  const last = answers.at(-1);
  for (const [path, text] of textsIn(parseJson(last?.text ?? '')))
    if (text.length >= shortestToken && !/\s/.test(text)) found.set(`json:${path}`, text);
  for (const [name, value] of Object.entries(last?.headers ?? {}))
    if (typeof value === 'string' && /token|auth|session|jwt/.test(name) && value.length >= shortestToken)
      found.set(`header:${name}`, value);
  return found;
}

const shortestToken = 12;
const longText = 40;

function locationOf(answer: RawAnswer | undefined): string | undefined {
  return [answer?.headers.location ?? []].flat()[0];
}
