import { median } from '../evidence/median.ts';

/** One request of the background traffic. Moments are of `performance.now()`. */
export interface Sent {
  readonly sentAt: number;
  readonly endedAt: number;
  readonly step: 'me' | 'refresh' | 'login';
  /** `failed`: no verdict of the application; `late`: a good one, after the client had lost patience. */
  readonly outcome: 'served' | 'late' | 'refused' | 'failed';
  /** What was answered, in a word. */
  readonly answer: string;
}

export interface Phase {
  readonly lastedMs: number;
  readonly requests: number;
  readonly refused: number;
  readonly failed: number;
  readonly late: number;
  /** Of the requests that were served; 0 where there are none. */
  readonly medianMs: number;
  /** What became of the requests that were sent in each `sliceMs` of it. */
  readonly slices: Slices;
}

/** A figure for each slice. `missed`: no good answer in time. */
type Slices = Readonly<Record<'served' | 'refused' | 'missed', readonly number[]>> & { readonly everyMs: number };

/** Short enough to see how a fault begins and ends, long enough for a few requests. */
const sliceMs = 100;

export interface Phases {
  readonly before: Phase;
  readonly during: Phase;
  readonly after: Phase;
}

export interface Moments {
  readonly begunAt: number;
  readonly injectedAt: number;
  readonly healedAt: number;
  readonly endedAt: number;
}

/**
 * A request belongs to the phase in which it was sent; one that was still under way when the fault was injected belongs to
 * the fault.
 */
export function phasesOf(all: readonly Sent[], { begunAt, injectedAt, healedAt, endedAt }: Moments): Phases {
  const before = all.filter((sent) => sent.endedAt < injectedAt);
  const after = all.filter(({ sentAt }) => sentAt >= healedAt);
  const during = all.filter((sent) => sent.endedAt >= injectedAt && sent.sentAt < healedAt);
  return {
    before: phaseOf(before, begunAt, injectedAt),
    during: phaseOf(during, injectedAt, healedAt),
    after: phaseOf(after, healedAt, endedAt),
  };
}

/** How often each answer came that was not a good one, by phase, step and answer. */
export function spoiledBy(all: readonly Sent[], { injectedAt, healedAt }: Moments): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { sentAt, endedAt, step, outcome, answer } of all) {
    if (outcome === 'served') continue;
    const phase = endedAt < injectedAt ? 'before' : sentAt >= healedAt ? 'after' : 'during';
    const key = `${phase}: ${step} ${outcome}, ${answer}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** @returns null when a request that was sent after the last `quietMs` began was spoiled too. */
export function recoveryOf(all: readonly Sent[], { healedAt, endedAt }: Moments, quietMs: number): number | null {
  const spoiled = all.filter(({ sentAt, outcome }) => sentAt >= healedAt && outcome !== 'served');
  if (spoiled.some(({ sentAt }) => sentAt > endedAt - quietMs)) return null;
  return Math.round(Math.max(0, ...spoiled.map((sent) => sent.endedAt - healedAt)));
}

function phaseOf(sent: readonly Sent[], from: number, to: number): Phase {
  const count = (wanted: Sent['outcome']) => sent.filter(({ outcome }) => outcome === wanted).length;
  const served = sent.filter(({ outcome }) => outcome === 'served');
  const times = served.map(({ sentAt, endedAt }) => endedAt - sentAt);
  return {
    lastedMs: Math.round(to - from),
    requests: sent.length,
    refused: count('refused'),
    failed: count('failed'),
    late: count('late'),
    medianMs: times.length === 0 ? 0 : Math.round(median(times) * 10) / 10,
    slices: slicesOf(sent, from, to),
  };
}

/** Whoever was under way when it began stands in the first slice; who was sent after its end, in the last. */
function slicesOf(sent: readonly Sent[], from: number, to: number): Slices {
  const places = Array.from({ length: Math.max(1, Math.ceil((to - from) / sliceMs)) }, (_, place) => place);
  const placeOf = ({ sentAt }: Sent) => Math.min(places.length - 1, Math.max(0, Math.floor((sentAt - from) / sliceMs)));
  const count = (...wanted: Sent['outcome'][]) => {
    const own = sent.filter(({ outcome }) => wanted.includes(outcome)).map(placeOf);
    return places.map((place) => own.filter((one) => one === place).length);
  };
  return { everyMs: sliceMs, served: count('served'), refused: count('refused'), missed: count('failed', 'late') };
}
