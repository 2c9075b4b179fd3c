/** What a server that has just started goes through before it is measured. */
interface WarmUpExtent {
  /** Requests as fast as they are answered, so that its code is compiled: for so long at least. */
  readonly burstsMs: number;
  /** Until each server has answered so many; it has `mostMs` for that. */
  readonly requests: number;
  readonly mostMs: number;
  /** Then slices of load as in the measured ones, until the cost of every arm has come to rest. */
  readonly least: number;
  readonly most: number;
}

/** How much of everything a run does. Times are in ms. */
export interface Profile {
  readonly id: 'smoke' | 'quick' | 'standard' | 'full';
  readonly title: string;
  /** The whole run ends about here; rounds of load are what gives way. */
  readonly maxMs: number;
  /** Whether schemes that are variants are measured too where none is named. */
  readonly variants?: true;
  /** Scenarios that it is content with, unless others are named; all where absent. */
  readonly only?: readonly string[];
  /**
   * `beside`: the attacks it is content with where other suites want their time too; `--suite security` runs all.
   * `allOnTargets`: a target is tried by all the same; many have no surface there, and no server of it has to be started.
   */
  readonly attacks: { readonly workers: number; readonly beside?: readonly string[]; readonly allOnTargets?: true };
  readonly scaling: {
    readonly instances: readonly number[];
    /** Events other than the undisturbed one, and the instance counts they are run at. */
    readonly events: readonly ('instance-dies' | 'instance-joins' | 'store-dies')[];
    readonly eventInstances: readonly number[];
    readonly workers: number;
  };
  /** `only`: those it is content with unless others are named; all where absent. */
  readonly faults: {
    readonly only?: readonly string[];
    readonly modes: readonly ('shared' | 'sticky')[];
    readonly instances: number;
    readonly workers: number;
  };
  readonly micro: { readonly budgetMs: number; readonly further?: true };
  /** Schemes built otherwise, in shorter blocks and rounds of their own. */
  readonly sensitivity: {
    /** Beside other suites, and when only this one is asked for. */
    readonly rounds: number;
    readonly alone: number;
    readonly sliceMs: number;
    readonly slices: number;
    readonly warmUp: WarmUpExtent;
    readonly reservedMs: number;
  };
  /** The highest rate within a latency objective, and latency on one rate sweep of rates; absent where there is no time. */
  readonly slo?: {
    readonly p99Ms: number;
    /** The rate that held and the one that did not end at most so far apart, as a ratio. */
    readonly closest: number;
    /** Load before each block, in no figure. */
    readonly settleMs: number;
    /** Longer where a rate needs it for its 99th percentile. */
    readonly blockMs: number;
    readonly rateSweep: { readonly rates: number; readonly rounds: number };
    readonly reservedMs: number;
  };
  /** What a request takes over the rate, and how throughput grows with instances; absent where there is no time. */
  readonly capacity?: {
    /** Left out unless it is asked for by name. */
    readonly onlyByName?: true;
    /** Of what is measured, and of what was predicted from it. */
    readonly rounds: number;
    readonly heldOutRounds: number;
    /** How often each number of instances has its turn in a launch, of which most of the time goes into warming up. */
    readonly visits: number;
    /** Load before each block, in no figure. */
    readonly settleMs: number;
    readonly blockMs: number;
    readonly reservedMs: { readonly demand: number; readonly scaleOut: number };
  };
  readonly load: {
    readonly instances: number;
    /** How many schemes the offered rate is sought on; the slowest of them decides. */
    readonly piloted: number;
    readonly users: number;
    readonly warmUp: WarmUpExtent;
    /**
     * The arms of a round are measured in turn, in slices of this length; so many each, even for the way there and back. A
     * core that others use too slows down for a second at a time: turns are so short that this falls on all arms.
     */
    readonly sliceMs: number;
    readonly slices: number;
    /** Capacity, of every arm in every round: the last slices of so many, in turn, until all have come to rest. */
    readonly saturation: {
      readonly sliceMs: number;
      readonly wanted: number;
      readonly before: number;
      readonly most: number;
    };
    /** Rounds of the main scenario at most; the end of the run's time is the other limit. */
    readonly rounds: number;
    /** The further scenarios are run in the first rounds only. */
    readonly furtherRounds: number;
    /** So are mixes of steps, unless they are asked for by name. */
    readonly mixedRounds: number;
    /**
     * After so many rounds the run looks at its verdicts, and ends when all are decided. Whole cycles of five arms. Each look
     * asks more of the verdicts after it: a short run has none before its end.
     */
    readonly looks: readonly number[];
    /** What rounds of load may take, even where the other suites took longer than the run's time allows. */
    readonly reservedMs: number;
    /** Only to measure the bench itself: the reference, its A/A arm, and the reference with so much CPU planted in it. */
    readonly planted?: readonly number[];
    /**
     * Share of the slowest arm's capacity that every arm is offered. Saturated servers take requests by the batch, at a
     * third of the cost: offered a quarter of that, they were two thirds busy, and what costs 20 % more seemed to cost 15.
     */
    readonly share: number;
  };
}

const events = ['instance-dies', 'instance-joins', 'store-dies'] as const;

/** The shortest way through every kind of cell. */
const shortest = [
  'replay-after-logout',
  'refresh-reuse',
  'refresh-double-spend',
  'session-fixation',
  'jwt-unsigned',
  'logout-resurrection',
  'undisturbed',
  'wire-cost',
  'random-id',
  'jose-verify-hs256',
  'store-get',
  'authenticated-read',
  'login',
  'refresh',
];

/** What the comparison's statements rest on, and one of each family of attacks. */
const weightiest = [
  'replay-after-logout',
  'logout-resurrection',
  'replay-after-password-change',
  'disable-user-latency',
  'role-demotion-latency',
  'concurrent-sessions',
  'stolen-token-window',
  'session-fixation',
  'session-id-entropy',
  'csrf-origin-proof',
  'refresh-reuse',
  'refresh-double-spend',
  'refresh-benign-race',
  'refresh-lost-response',
  'refresh-silent-theft',
  'refresh-theft-race',
  'jwt-unsigned',
  'jwt-alg-confusion',
  'jwt-header-key-injection',
  'token-type-confusion',
  'store-dump-replay',
  'csrf-cross-site',
  'csrf-sibling-domain',
  'login-csrf',
  'xss-token-theft',
  'xss-session-riding',
];

/**
 * Requests after which a server answers as fast as it ever will: on Node.js 20 ten thousand, on 24 and 26 more. On 26.12 a
 * read with `jwt` took 86 µs at first, 60 µs from the tenth thousand on, and 50 µs from the twenty-third.
 */
export const requestsUntilCompiled = { newest: 25_000, node20: 10_000 } as const;
const untilCompiled =
  Number.parseInt(process.versions.node, 10) > 20 ? requestsUntilCompiled.newest : requestsUntilCompiled.node20;

export const profiles: Readonly<Record<Profile['id'], Profile>> = {
  smoke: {
    id: 'smoke',
    title: 'proves that everything runs; gives no performance verdicts',
    maxMs: 60_000,
    only: shortest,
    attacks: { workers: 3 },
    scaling: { instances: [2], events: ['instance-dies'], eventInstances: [2], workers: 2 },
    faults: { only: [], modes: ['shared'], instances: 2, workers: 2 },
    micro: { budgetMs: 60 },
    sensitivity: {
      rounds: 0,
      alone: 1,
      warmUp: { burstsMs: 240, requests: 0, mostMs: 240, least: 0, most: 1 },
      sliceMs: 200,
      slices: 2,
      reservedMs: 15_000,
    },
    load: {
      instances: 1,
      piloted: 1,
      users: 6,
      warmUp: { burstsMs: 240, requests: 0, mostMs: 240, least: 0, most: 1 },
      sliceMs: 200,
      slices: 2,
      saturation: { sliceMs: 200, wanted: 2, before: 0, most: 2 },
      rounds: 1,
      furtherRounds: 1,
      mixedRounds: 0,
      looks: [],
      reservedMs: 15_000,
      share: 0.15,
    },
  },
  quick: {
    id: 'quick',
    title: 'what a newcomer waits for',
    maxMs: 290_000,
    attacks: { workers: 10, beside: weightiest, allOnTargets: true },
    scaling: { instances: [1, 2, 4], events, eventInstances: [2], workers: 3 },
    faults: { only: ['rolling-restart', 'store-frozen', 'store-stale'], modes: ['shared'], instances: 2, workers: 3 },
    micro: { budgetMs: 60 },
    sensitivity: {
      rounds: 0,
      alone: 4,
      warmUp: { burstsMs: 1_200, requests: untilCompiled, mostMs: 6_000, least: 2, most: 2 },
      sliceMs: 100,
      slices: 10,
      reservedMs: 240_000,
    },
    capacity: {
      onlyByName: true,
      rounds: 1,
      heldOutRounds: 1,
      visits: 1,
      settleMs: 200,
      blockMs: 800,
      reservedMs: { demand: 120_000, scaleOut: 240_000 },
    },
    load: {
      instances: 1,
      piloted: 3,
      users: 12,
      warmUp: { burstsMs: 1_200, requests: untilCompiled, mostMs: 6_000, least: 2, most: 2 },
      sliceMs: 100,
      slices: 10,
      saturation: { sliceMs: 100, wanted: 8, before: 2, most: 16 },
      rounds: 20,
      furtherRounds: 1,
      mixedRounds: 0,
      looks: [],
      reservedMs: 130_000,
      share: 0.15,
    },
  },
  standard: {
    id: 'standard',
    title: 'decision grade',
    maxMs: 20 * 60_000,
    attacks: { workers: 8 },
    scaling: { instances: [1, 2, 4], events, eventInstances: [2, 4], workers: 3 },
    faults: { modes: ['shared', 'sticky'], instances: 2, workers: 3 },
    micro: { budgetMs: 600, further: true },
    sensitivity: {
      rounds: 0,
      alone: 8,
      warmUp: { burstsMs: 1_500, requests: untilCompiled, mostMs: 7_500, least: 6, most: 12 },
      sliceMs: 150,
      slices: 12,
      reservedMs: 480_000,
    },
    slo: {
      p99Ms: 25,
      closest: 1.1,
      settleMs: 700,
      blockMs: 1_500,
      rateSweep: { rates: 6, rounds: 2 },
      reservedMs: 200_000,
    },
    capacity: {
      rounds: 1,
      heldOutRounds: 1,
      visits: 1,
      settleMs: 150,
      blockMs: 700,
      reservedMs: { demand: 90_000, scaleOut: 150_000 },
    },
    load: {
      instances: 2,
      piloted: 3,
      users: 60,
      warmUp: { burstsMs: 1_800, requests: untilCompiled, mostMs: 9_000, least: 10, most: 16 },
      sliceMs: 125,
      slices: 12,
      saturation: { sliceMs: 100, wanted: 8, before: 2, most: 24 },
      rounds: 40,
      furtherRounds: 4,
      mixedRounds: 1,
      looks: [10, 20],
      reservedMs: 400_000,
      share: 0.15,
    },
  },
  full: {
    id: 'full',
    title: 'everything on all schemes, for a quiet hour and a half',
    variants: true,
    maxMs: 90 * 60_000,
    attacks: { workers: 6 },
    scaling: { instances: [1, 2, 3, 4], events, eventInstances: [2, 4], workers: 3 },
    faults: { modes: ['shared', 'sticky'], instances: 3, workers: 3 },
    micro: { budgetMs: 2_000, further: true },
    sensitivity: {
      rounds: 12,
      alone: 12,
      warmUp: { burstsMs: 1_500, requests: untilCompiled, mostMs: 7_500, least: 2, most: 4 },
      sliceMs: 125,
      slices: 12,
      reservedMs: 730_000,
    },
    slo: {
      p99Ms: 25,
      closest: 1.05,
      settleMs: 1_000,
      blockMs: 3_000,
      rateSweep: { rates: 8, rounds: 3 },
      reservedMs: 500_000,
    },
    capacity: {
      rounds: 3,
      heldOutRounds: 2,
      visits: 2,
      settleMs: 300,
      blockMs: 1_500,
      reservedMs: { demand: 190_000, scaleOut: 520_000 },
    },
    load: {
      instances: 2,
      piloted: 3,
      users: 200,
      warmUp: { burstsMs: 2_400, requests: untilCompiled, mostMs: 12_000, least: 10, most: 24 },
      sliceMs: 150,
      slices: 16,
      saturation: { sliceMs: 125, wanted: 12, before: 4, most: 40 },
      rounds: 60,
      furtherRounds: 6,
      mixedRounds: 2,
      looks: [10, 20, 40],
      reservedMs: 16 * 60_000,
      share: 0.15,
    },
  },
};
