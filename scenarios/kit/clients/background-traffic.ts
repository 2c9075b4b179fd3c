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
  const population: Client[] = await Promise.all(
    Array.from({ length: clients }, async (_, i) => {
      const held = await stage.signIn(stage.user(i % accounts));
      return { user: i % accounts, held, heldSince: performance.now(), busy: false, lost: false };
    }),
  );
  const sent: Sent[] = [];
  const probes = { answered: 0, accepted: 0 };
  const refusals = [...bad];
  const underWay = new Set<Promise<void>>();
  const renews = stage.target.protocol.steps.refresh !== undefined;
  const over = new AbortController();

  let broken: { readonly error: unknown } | undefined;
  const track = (work: Promise<void>) => {
    const settled = work
      .catch((error) => {
        broken ??= { error };
      })
      .finally(() => underWay.delete(settled));
    underWay.add(settled);
  };
  const isGood = (step: Sent['step'], reply: Reply) =>
    step === 'login' ? stage.target.protocol.steps.login.ok.includes(reply.status) : isAccepted(stage, step, reply);
  /** @returns undefined where nobody gave a verdict. */
  const noted = async (step: Sent['step'], how: How): Promise<Reply | undefined> => {
    const sentAt = performance.now();
    const reply = await deliver(stage, step, how);
    const endedAt = performance.now();
    const hasVerdict = reply !== undefined && !isFailed(reply);
    const isServed = hasVerdict && isGood(step, reply);
    const outcome = !hasVerdict ? 'failed' : !isServed ? 'refused' : endedAt - sentAt > patienceMs ? 'late' : 'served';
    sent.push({ sentAt, endedAt, step, outcome, answer: inAWord(reply) });
    return hasVerdict ? reply : undefined;
  };
  const renew = async (client: Client, step: 'refresh' | 'login', how: How) => {
    client.busy = true;
    const reply = await noted(step, how);
    client.busy = false;
    if (!reply) return;
    if (!isGood(step, reply)) lose(client);
    else Object.assign(client, { held: reply.credential, heldSince: performance.now() });
  };
  const read = async (client: Client, as: Credential) => {
    const reply = await noted('me', { as });
    // what was replaced meanwhile has no say any more
    if (!reply || client.held !== as) return;
    if (!isGood('me', reply)) lose(client);
    else if ('set-cookie' in reply.headers) client.held = reply.credential;
  };
  const probe = async ({ credential, step }: Bad) => {
    const reply = await deliver(stage, step, { as: credential });
    // silence has not refused it
    if (!reply || isFailed(reply)) return;
    probes.answered += 1;
    if (isAccepted(stage, step, reply)) probes.accepted += 1;
  };

  let turn = 0;
  const tick = () => {
    if (underWay.size >= mostUnderWay) return;
    const number = turn++;
    const client = nextFree(population, number);
    if (client) track(send(client, number));
    const bad = refusals[Math.floor(number / probeEvery) % refusals.length];
    if (bad && number % probeEvery === 0) track(probe(bad));
  };
  const send = (client: Client, number: number): Promise<void> => {
    const { username, password } = stage.user(client.user);
    const login = () => renew(client, 'login', { values: { username, password } });
    if (!client.held) return login();
    const isOld = performance.now() - client.heldSince > stage.target.settings.accessMs / 2;
    const { renewal } = stage.target.traits;
    if (renews && (isOld || number % renewalEvery === 0)) return renew(client, 'refresh', { as: client.held });
    if (isOld && renewal === 'none') return login();
    return read(client, client.held);
  };
  const sending = (async () => {
    for (let next = performance.now(); !over.signal.aborted; next += everyMs) {
      tick();
      const waitMs = next + everyMs - performance.now();
      // a machine that was stopped meanwhile does not catch up with a burst
      if (waitMs < -1_000) next = performance.now();
      await stage.wait(Math.max(0, waitMs));
    }
  })();
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
      await Promise.all(underWay);
      if (broken) throw broken.error;
    },
  };
}

function lose(client: Client): void {
  client.held = undefined;
  client.lost = true;
}

/** @returns undefined where no instance is up that the balancer could send it to. */
async function deliver(stage: Stage, step: Sent['step'], how: How): Promise<Reply | undefined> {
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
