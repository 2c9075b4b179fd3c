import { isRenewed } from './renewal.ts';
import type { Artefact, Credential, Reply, ScalingFacts, Stage } from './scenario.ts';

/** Clients, each with a sign-in of its own; they share a few accounts. Divisible by 2, 3 and 4 instances. */
const clients = 24;
const accounts = 8;
/** Full turns of a round-robin balancer that each client makes, first with reads, then with renewals. */
const turns = 2;

/**
 * Signs a population in, lets something happen, and counts what then becomes of its requests. All requests follow the
 * balancer. Each client makes its requests back to back and in full turns, so that behind round-robin it meets every
 * instance equally often: state that one of N instances keeps to itself is then missed by exactly (N-1)/N of them.
 * @param event resolves to the number of instances that answer after it
 */
export async function countThrough(stage: Stage, event: () => Promise<number>): Promise<ScalingFacts> {
  const held: Credential[] = [];
  for (let i = 0; i < clients; i += 1) held.push(await stage.signIn(stage.user(i % accounts)));
  const bad = await neverGood(stage);
  const perClient = turns * (await event());

  const counts = {
    requests: 0,
    refused: 0,
    failed: 0,
    renewals: 0,
    renewalsRefused: 0,
    renewalsFailed: 0,
    lostUsers: 0,
  };
  for (const credential of held) {
    const reads = await each(perClient, () => stage.perform('me', { as: credential }));
    counts.requests += reads.length;
    counts.failed += reads.filter(isFailed).length;
    const refused = reads.filter((reply) => !isFailed(reply) && !speaks(stage, reply)).length;
    counts.refused += refused;

    const renewed = await renewals(stage, credential, perClient);
    counts.renewals += renewed.tries;
    counts.renewalsRefused += renewed.refused;
    counts.renewalsFailed += renewed.failed;
    if (refused + renewed.refused > 0) counts.lostUsers += 1;
  }
  return { ...counts, users: clients, wronglyAccepted: await accepted(stage, bad, perClient) };
}

/** Renews again and again, each time with the newest token: one that was refused was not spent. */
async function renewals(stage: Stage, first: Credential, times: number) {
  const counts = { tries: 0, refused: 0, failed: 0 };
  if (!stage.target.protocol.steps.refresh) return counts;
  let held = first;
  for (; counts.tries < times; counts.tries += 1) {
    const reply = await stage.perform('refresh', { as: held });
    if (isRenewed(stage, reply)) held = reply.credential;
    else if (isFailed(reply)) counts.failed += 1;
    else counts.refused += 1;
  }
  return counts;
}

interface Bad {
  readonly credential: Credential;
  /** What must be refused of it: where ending reaches a request only at expiry, the request still counts as good. */
  readonly step: 'me' | 'refresh';
}

/** Credentials that were invented, and those of sign-ins that were ended, as far as the scheme says that it ends them. */
async function neverGood(stage: Stage): Promise<Bad[]> {
  const { traits, protocol } = stage.target;
  const ended = await stage.signIn(stage.user(0));
  const logout = await stage.perform('logout', { as: ended });
  const isEnded = protocol.steps.logout?.ok.includes(logout.status) ?? false;
  const garbage = mangled(ended);
  const bad: Bad[] = [{ credential: garbage, step: 'me' }];
  if (isEnded && traits.revocation === 'immediate') bad.push({ credential: ended, step: 'me' });
  if (protocol.steps.refresh) {
    bad.push({ credential: garbage, step: 'refresh' });
    if (isEnded) bad.push({ credential: ended, step: 'refresh' });
  }
  return bad;
}

async function accepted(stage: Stage, bad: readonly Bad[], times: number): Promise<number> {
  const replies: boolean[] = [];
  for (const { credential, step } of bad) {
    const answers = await each(times, () => stage.perform(step, { as: credential }));
    replies.push(...answers.map((reply) => (step === 'me' ? speaks(stage, reply) : isRenewed(stage, reply))));
  }
  return replies.filter(Boolean).length;
}

/** Routing is decided when a request is asked for, so that requests at once are still spread in order. */
function each(times: number, ask: () => Promise<Reply>): Promise<Reply[]> {
  return Promise.all(Array.from({ length: times }, ask));
}

function speaks({ target }: Stage, { status, subject }: Reply): boolean {
  return target.protocol.steps.me.ok.includes(status) && subject !== undefined;
}

function isFailed({ status }: Reply): boolean {
  return status === 0 || status >= 500;
}

/** The same shape with the halves of every value swapped. */
function mangled(credential: Credential): Credential {
  const swap = (value: string) => value.slice(value.length / 2) + value.slice(0, value.length / 2);
  const mangle = ({ role, values }: Artefact): Artefact => ({
    role,
    values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, swap(value)])),
  });
  return Object.fromEntries(Object.entries(credential).map(([name, artefact]) => [name, mangle(artefact)]));
}
