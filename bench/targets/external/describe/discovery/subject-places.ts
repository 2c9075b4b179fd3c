import { literal } from '../../../../../scenarios/kit/literal.ts';
import { parseJson, type RawAnswer, readPlace } from '../../../../driver/answer.ts';
import { textsIn } from '../texts-in.ts';

/** What one address answers to one user twice, to another one, and to nobody. */
export interface Answers {
  readonly first: RawAnswer;
  readonly again: RawAnswer;
  readonly other: RawAnswer;
  readonly nobody: RawAnswer;
}

export interface SubjectPlace {
  readonly place: string;
  /** What stands there for whoever is not signed in. */
  readonly anonymous?: string;
}

/** Where an answer names whom it speaks for: the same for one user each time, another for the other, and not for nobody. */
export function subjectPlace(answers: Answers, usernames: readonly string[]): SubjectPlace | undefined {
  const [name = '', otherName = ''] = usernames;
  const json = textsIn(parseJson(answers.first.text)).map(([path]) => path);
  const likely = json.toSorted((a, b) => rank(a, answers.first, name) - rank(b, answers.first, name));
  const all = json.length > 0 ? likely : [...aroundName(answers, name, otherName), ...greetings(answers)];
  for (const place of all) {
    const [first, again, other] = [answers.first, answers.again, answers.other].map((answer) =>
      readPlace(place, answer),
    );
    const nobody = answers.nobody.status < 300 ? readPlace(place, answers.nobody) : undefined;
    if (first === undefined || first !== again || first === other || other === undefined) continue;
    if (nobody === first) continue;
    return { place, ...(nobody !== undefined && { anonymous: nobody }) };
  }
  return undefined;
}

function rank(path: string, answer: RawAnswer, username: string): number {
  if (readPlace(path, answer) === username) return 0;
  return /(^|\.)(id|sub|username|user|name|email|login)$/i.test(path) ? 1 : 2;
}

const around = 24;

/** In a page: what stands before and after the name is the same for both users. */
function aroundName({ first, other }: Answers, name: string, otherName: string): string[] {
  const places: string[] = [];
  for (let at = first.text.indexOf(name); at >= 0 && name !== ''; at = first.text.indexOf(name, at + 1)) {
    const near = first.text.slice(Math.max(0, at - around), at);
    // from a whole tag on
    const before = near.slice(Math.max(0, near.indexOf('<')));
    const after = first.text.charAt(at + name.length);
    // a script may have it encoded: %22ann%22
    if ((/\w/.test(before.slice(-1)) && !/%[\da-f]{2}$/i.test(before)) || /\w/.test(after)) continue;
    if (!other.text.includes(`${before}${otherName}${after}`)) continue;
    places.push(`regex:${escaped(before)}([^<>"'&\\s${after === '%' ? after : ''}]+)${escaped(after)}`);
  }
  return places;
}

const greets = /welcome|hello|\bhi\b|(sign|logg)ed[\s_-]*in|account|profile|user|name|member|moin|hallo|bonjour|hola/i;

/** Where a page calls users by another name than they log in with: a text that greets both alike, and ends otherwise. */
function greetings({ first, other }: Answers): string[] {
  const [ours, theirs] = [textsOf(first.text), textsOf(other.text)];
  return ours.flatMap(({ tag, text }) => {
    const twin = theirs.find(
      (one) => one.tag === tag && one.text !== text && greets.test(tag + sharedStart(one.text, text)),
    );
    if (!twin) return [];
    const start = sharedStart(text, twin.text);
    const end = /[^\w]*$/.exec(text)?.[0] ?? '';
    return [`regex:${escaped(tag + start)}([^<>]+?)${escaped(end)}<`];
  });
}

/** Texts of a page, each with the tag before it. */
function textsOf(html: string): { readonly tag: string; readonly text: string }[] {
  return [...html.matchAll(/(<[^<>]+>)([^<>]*\S[^<>]*)(?=<)/g)].map(([, tag = '', text = '']) => ({ tag, text }));
}

/** Whole words that both begin with. */
function sharedStart(one: string, other: string): string {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return one.slice(0, at).replace(/\w+$/, '');
}

function escaped(text: string): string {
  return literal(text).replace(/\s+/g, '\\s+');
}
