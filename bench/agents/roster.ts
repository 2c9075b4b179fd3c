import { setTimeout as delay } from 'node:timers/promises';
import { BenchError, errorLine } from '../errors.ts';
import { hostMs } from '../machine/host-clock.ts';
import { later } from '../machine/later.ts';
import { type AgentCard, type Role, readCard } from './agent-card.ts';
import type { Control } from './control.ts';
import { beatMs, controlKeys, leaseMs, patienceMs } from './control-keys.ts';
import { type Member, openMember } from './member.ts';
import { cardText, presentCards, refuseUnlike, unlikeness } from './present-cards.ts';
import { type RunLease, takeRun } from './run-lease.ts';

/** Those who share load now. Whoever is lost is in none of the next ones, unless it comes back as another. */
export interface Team {
  /** Another one as soon as others make the load; who does other things is no matter to it. */
  readonly number: number;
  readonly members: readonly Member[];
}

/** The agents of a run: who is there, and who was lost. The control Redis keeps them for this bench while it lives. */
export interface Roster extends AsyncDisposable {
  /** Of all that ever were in it. */
  readonly cards: readonly AgentCard[];
  /** Why each that is gone is gone, by name, the last first. */
  readonly losses: readonly { readonly name: string; readonly because: string }[];
  /** Those that are there now for this. */
  of(role: Role): readonly Member[];
  /** Who makes load. Waits where nobody is left, since a control Redis that begins anew knows nobody at first. @throws BenchError AB-E403 */
  team(): Promise<Team>;
  /**
   * Takes in whoever has come, or come back, since: only between what is measured, for it makes another team. One that
   * cannot take part is left out, and told of once: whoever starts an agent must not end a run by it.
   */
  welcome(): Promise<void>;
  /** The team of that number. @throws BenchError AB-E401 where one of it is lost, by name */
  still(number: number): Team;
}

export interface Asked {
  /** The bench's own name among those that were there before. */
  readonly run: string;
  /** So many have to be there; those that are there where absent. */
  readonly expect: number | undefined;
  /** Why one that comes later cannot take part, beside what it has unlike this bench; undefined where it can. */
  readonly refuses?: ((card: AgentCard) => string | undefined) | undefined;
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
}

/** @throws BenchError AB-E403 where too few come, one is of another version, or another bench has them */
export async function openRoster(control: Control, asked: Asked, open = openMember): Promise<Roster> {
  const { run, say, signal } = asked;
  await takeRun(control, run);
  const cards: AgentCard[] = [];
  const losses: { name: string; because: string }[] = [];
  let team: Team = { number: 0, members: [] };
  /** Why the load is made by others than before. */
  let change = '';
  const over = new AbortController();
  const lease: RunLease = { run, state: 'on' };
  let mostAtOnce = 1;
  let heardAt = hostMs();

  const regroup = (members: readonly Member[], moved: readonly Member[], because: string) => {
    const isOther = moved.some(({ card }) => card.roles.includes('load'));
    if (isOther) change = because;
    team = { number: team.number + Number(isOther), members };
  };
  const lose = (member: Member, because: string) => {
    if (member.lost.signal.aborted) return;
    const { name } = member.card;
    losses.unshift({ name, because });
    member.lost.abort(new Error(because));
    const members = team.members.filter((one) => one !== member);
    regroup(members, [member], `${name} was lost: ${because}`);
    const rest = members.map(({ card }) => card.name).join(', ');
    say(`agents     ${name} is lost: ${because}; ${rest ? `the run goes on with ${rest}` : 'nobody is left'}`);
    later(Promise.resolve(member[Symbol.asyncDispose]()));
  };
  const of = (role: Role) => team.members.filter(({ card }) => card.roles.includes(role));
  const loading = (): Team => ({ number: team.number, members: of('load') });
  const loseAll = (because: string) => {
    mostAtOnce = Math.max(mostAtOnce, team.members.length);
    for (const member of team.members) lose(member, because);
  };

  /** The lease tells agents that the bench lives, and their cards tell the bench that they do. */
  const beat = async () => {
    const [kept] = await control.asked.mget(controlKeys.run);
    await control.asked.set(controlKeys.run, JSON.stringify(lease), 'PX', leaseMs);
    // what it held is gone, and tasks with it
    if (kept === null) loseAll('the control Redis began anew, or this bench was away');
    heardAt = hostMs();
    const { members } = team;
    if (members.length === 0) return;
    const there = await control.asked.mget(members.map(({ card }) => controlKeys.card(card.name)));
    for (const [place, member] of members.entries()) {
      const card = readCard(there[place] ?? null);
      if (card === undefined) lose(member, `nothing was heard of it for ${leaseMs / 1_000} s`);
      else if (card.id !== member.card.id) lose(member, `it was away for more than ${leaseMs / 1_000} s`);
    }
  };
  const beatOn = async () => {
    while (!over.signal.aborted) {
      await beat().catch((error) => {
        if (hostMs() - heardAt > leaseMs) loseAll(`the control Redis is away: ${errorLine(error)}`);
      });
      await delay(beatMs, undefined, { signal: over.signal }).catch(() => {});
    }
  };
  const beating = later(beatOn());

  const told = new Set<string>();
  const isTaken = (card: AgentCard): boolean => {
    const unlike = unlikeness(card);
    const because = unlike ? `its ${unlike === 'node' ? 'Node.js' : unlike} is ${card[unlike]}` : asked.refuses?.(card);
    if (because === undefined) return true;
    if (!told.has(card.name)) say(`agents     ${card.name} is left out: ${because}`);
    told.add(card.name);
    return false;
  };
  /** Those that have heard of this run: whoever still serves the one before is about to be another. */
  const gather = async (least: number, withinMs: number, isOpening: boolean) => {
    for (const until = hostMs() + withinMs; ; await delay(beatMs / 4, undefined, { signal })) {
      const present = await presentCards(control).catch(() => []);
      if (isOpening) refuseUnlike(present);
      const found = isOpening ? present : present.filter(isTaken);
      const ours = found.filter(({ serves }) => serves === run);
      if ((ours.length >= least && ours.length === found.length) || hostMs() > until) return ours;
    }
  };
  const welcome = async (least: number, withinMs: number, isOpening = false) => {
    const found = await gather(least, withinMs, isOpening);
    const known = new Set(team.members.map(({ card }) => card.id));
    const fresh = found.filter(({ id }) => !known.has(id));
    const members = await Promise.all(fresh.map((card) => open(card, control)));
    for (const card of fresh) {
      cards.push(card);
      say(`agents     ${cardText(card)}`);
    }
    regroup([...team.members, ...members], members, 'the agents are others by now');
  };

  const close = async () => {
    over.abort();
    await beating.catch(() => {});
    const ended: RunLease = { run, state: 'ended' };
    await control.asked.set(controlKeys.run, JSON.stringify(ended), 'PX', endedMs).catch(() => {});
    await control.asked.del(controlKeys.claims(run), controlKeys.doubled(run)).catch(() => {});
    await Promise.race([Promise.all(team.members.map((one) => one[Symbol.asyncDispose]())), delay(beatMs)]);
  };
  try {
    const { expect } = asked;
    if (expect !== undefined) say(`agents     waiting for ${expect}`);
    await welcome(expect ?? 1, expect === undefined ? patienceMs : longestWaitMs, true);
    const { length } = team.members;
    if (length < (expect ?? 1))
      throw new BenchError('AB-E403', `${length} of ${expect ?? 1} agents came`, {
        fix: 'on each machine: authbench agent --control URL --name a1',
      });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    cards,
    losses,
    of,
    async team() {
      if (of('load').length === 0) await welcome(mostAtOnce, patienceMs + 2 * leaseMs);
      if (of('load').length > 0) return loading();
      throw new BenchError('AB-E403', change === '' ? 'no agent is left' : `no agent is left: ${change}`);
    },
    welcome: () => welcome(0, 0),
    still(number) {
      if (number === team.number) return loading();
      throw new BenchError('AB-E401', change);
    },
    [Symbol.asyncDispose]: close,
  };
}

const longestWaitMs = 60_000;
/** Long enough for each agent to read it. */
const endedMs = 4 * leaseMs;
