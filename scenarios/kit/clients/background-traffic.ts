import type { Credential, How, Reply } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';
import type { Sent } from './phases.ts';
import { type Bad, isAccepted, isFailed } from './population.ts';

/** A request every so often, whatever becomes of those before it. */
const everyMs = 20;
/** Whoever waits for longer has gone away. */
const patienceMs = 1_000;
/** Of each so many requests one is a renewal, where there are any, and each so many send a probe along. */
const [renewalEvery, probeEvery] = [6, 4];
/** Requests without an answer; nobody adds to a jam without end. */
const mostUnderWay = 150;

/** Requests of signed-in users and of bad credentials, one after the other in turn, until it is told to end. */
export interface BackgroundTraffic {
  readonly sent: readonly Sent[];
  readonly users: number;
  lostUsers(): number;
  readonly probes: { readonly answered: number; readonly accepted: number };
  /** Adds to what must be refused. */
  mustRefuse(bad: Bad): void;
  /** Stops sending, and resolves once everything is answered. */
  end(): Promise<void>;
}

interface Client {
  readonly user: number;
  /** Undefined once it was refused: its next request is a login. */
  held: Credential | undefined;
  heldSince: number;
  /** It waits for something that only one request of a client may ask for. */
  busy: boolean;
  lost: boolean;
}

/** @param clients how many sign in, each for itself. @param bad what must be refused from the beginning. */
export async function startBackgroundTraffic(
  stage: Stage,
  clients: number,
  accounts: number,
  bad: readonly Bad[],
): Promise<BackgroundTraffic> {
  const population = await signedInClients(stage, clients, accounts);
  const sent: Sent[] = [];
  const probes = { answered: 0, accepted: 0 };
  const refusals = [...bad];
  const underWay = tracked();
  const over = new AbortController();
  const traffic = { stage, sent };

  let turn = 0;
  const tick = () => {
    if (underWay.count() >= mostUnderWay) return;
    const number = turn++;
    const client = nextFree(population, number);
    if (client) underWay.add(send(traffic, client, number));
    const bad = refusals[Math.floor(number / probeEvery) % refusals.length];
    if (bad && number % probeEvery === 0) underWay.add(probe(stage, bad, probes));
  };
  const sending = everySoOften(tick, stage, over.signal);
  // whoever ends it hears of it; until then it is nobody's
  sending.catch(() => {});

  return {
    sent,
    users: clients,
    lostUsers: () => population.filter(({ lost }) => lost).length,
    probes,
    mustRefuse: (bad) => void refusals.push(bad),
    async end() {
      over.abort();
      await sending;
      await underWay.ended();
    },
  };
}

function signedInClients(stage: Stage, clients: number, accounts: number): Promise<Client[]> {
  return Promise.all(
    Array.from({ length: clients }, async (_, i) => {
      const held = await stage.signIn(stage.user(i % accounts));
      return { user: i % accounts, held, heldSince: performance.now(), busy: false, lost: false };
    }),
  );
}

async function everySoOften(tick: () => void, stage: Stage, over: AbortSignal): Promise<void> {
  for (let next = performance.now(); !over.aborted; next += everyMs) {
    tick();
    const waitMs = next + everyMs - performance.now();
    // a machine that was stopped meanwhile does not catch up with a burst
    if (waitMs < -1_000) next = performance.now();
    await stage.wait(Math.max(0, waitMs));
  }
}

/** Work that nobody waits for before the end, which then throws the first failure of it. */
function tracked() {
  const underWay = new Set<Promise<void>>();
  let broken: { readonly error: unknown } | undefined;
  return {
    count: () => underWay.size,
    add(work: Promise<void>): void {
      const settled = work
        .catch((error) => {
          broken ??= { error };
        })
        .finally(() => underWay.delete(settled));
      underWay.add(settled);
    },
    async ended(): Promise<void> {
      await Promise.all(underWay);
      if (broken) throw broken.error;
    },
  };
}

interface Traffic {
  readonly stage: Stage;
  readonly sent: Sent[];
}

/** The next request of a client: a login where it holds nothing, a renewal now and then, else a read. */
function send(traffic: Traffic, client: Client, number: number): Promise<void> {
  const { stage } = traffic;
  const { protocol, settings, traits } = stage.target;
  const { username, password } = stage.user(client.user);
  const login = () => renew(traffic, client, 'login', { values: { username, password } });
  if (!client.held) return login();
  const isOld = performance.now() - client.heldSince > settings.accessMs / 2;
  const renews = protocol.steps.refresh !== undefined;
  if (renews && (isOld || number % renewalEvery === 0)) return renew(traffic, client, 'refresh', { as: client.held });
  if (isOld && traits.renewal === 'none') return login();
  return read(traffic, client, client.held);
}

async function renew(traffic: Traffic, client: Client, step: 'refresh' | 'login', how: How): Promise<void> {
  client.busy = true;
  const reply = await noted(traffic, step, how);
  client.busy = false;
  if (!reply) return;
  if (!isGood(traffic.stage, step, reply)) lose(client);
  else Object.assign(client, { held: reply.credential, heldSince: performance.now() });
}

async function read(traffic: Traffic, client: Client, as: Credential): Promise<void> {
  const reply = await noted(traffic, 'me', { as });
  // what was replaced meanwhile has no say any more
  if (!reply || client.held !== as) return;
  if (!isGood(traffic.stage, 'me', reply)) lose(client);
  else if ('set-cookie' in reply.headers) client.held = reply.credential;
}

async function probe(
  stage: Stage,
  { credential, step }: Bad,
  counts: { answered: number; accepted: number },
): Promise<void> {
  const reply = await deliver(stage, step, { as: credential });
  // silence has not refused it
  if (!reply || isFailed(reply)) return;
  counts.answered += 1;
  if (isAccepted(stage, step, reply)) counts.accepted += 1;
}

/** @returns undefined where nobody gave a verdict. */
async function noted({ stage, sent }: Traffic, step: Sent['step'], how: How): Promise<Reply | undefined> {
  const sentAt = performance.now();
  const reply = await deliver(stage, step, how);
  const endedAt = performance.now();
  const hasVerdict = reply !== undefined && !isFailed(reply);
  const isServed = hasVerdict && isGood(stage, step, reply);
  const outcome = !hasVerdict ? 'failed' : !isServed ? 'refused' : endedAt - sentAt > patienceMs ? 'late' : 'served';
  sent.push({ sentAt, endedAt, step, outcome, answer: inAWord(reply) });
  return hasVerdict ? reply : undefined;
}

function isGood(stage: Stage, step: Sent['step'], reply: Reply): boolean {
  return step === 'login'
    ? stage.target.protocol.steps.login.ok.includes(reply.status)
    : isAccepted(stage, step, reply);
}

function lose(client: Client): void {
  client.held = undefined;
  client.lost = true;
}

/** @returns undefined where no instance is up that the balancer could send it to. */
async function deliver(stage: Stage, step: Sent['step'] | Bad['step'], how: How): Promise<Reply | undefined> {
  try {
    return await stage.perform(step, { ...how, unrecorded: true, mayBeSilent: true });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function inAWord(reply: Reply | undefined): string {
  if (!reply) return 'no instance was up';
  if (reply.status === 0) return reply.failure ?? 'no answer';
  const { body } = reply;
  const code = typeof body === 'object' && body !== null && 'error' in body ? ` ${body.error}` : '';
  return `${reply.status}${code}`;
}

function nextFree(population: readonly Client[], number: number): Client | undefined {
  for (let i = 0; i < population.length; i++) {
    const client = population[(number + i) % population.length];
    if (client && !client.busy) return client;
  }
  return undefined;
}
