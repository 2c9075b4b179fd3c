/** How much of everything a run does. Times are in ms. */
export interface Profile {
  readonly id: 'smoke' | 'quick' | 'standard' | 'full';
  readonly title: string;
  /** The whole run ends about here; rounds of load are what gives way. */
  readonly maxMs: number;
  /** Performance verdicts need rounds; smoke only proves that the line runs. */
  readonly verdicts: boolean;
  /** Scenarios that it is content with, unless others are named; all where absent. */
  readonly only?: readonly string[];
  /** `beside`: the attacks it is content with where other suites want their time too; `--suite security` runs all. */
  readonly attacks: { readonly lanes: number; readonly beside?: readonly string[] };
  readonly scaling: {
    readonly instances: readonly number[];
    /** Events other than the undisturbed one, and the instance counts they are run at. */
    readonly events: readonly ('instance-dies' | 'instance-joins' | 'store-dies')[];
    readonly eventInstances: readonly number[];
    readonly lanes: number;
  };
  readonly micro: { readonly budgetMs: number };
  readonly load: {
    readonly instances: number;
    /** How many schemes the offered rate is sought on; the slowest of them decides. */
    readonly piloted: number;
    readonly users: number;
    readonly warmUpMs: number;
    readonly blockMs: number;
    readonly saturationMs: number;
    /** Rounds of the main scenario at most; the end of the run's time is the other limit. */
    readonly rounds: number;
    /** The further scenarios are run in the first rounds only. */
    readonly furtherRounds: number;
    /** Share of the slowest arm's capacity that every arm is offered. */
    readonly share: number;
  };
}

const events = ['instance-dies', 'instance-joins', 'store-dies'] as const;

/** The shortest way through every kind of cell. */
const shortest = [
  ...[
    'replay-after-logout',
    'refresh-reuse',
    'refresh-double-spend',
    'session-fixation',
    'jwt-unsigned',
    'logout-resurrection',
  ],
  ...['undisturbed', 'wire-cost', 'random-id', 'jose-verify-hs256', 'store-get'],
  ...['authenticated-read', 'login', 'refresh'],
];

/** What the comparison's statements rest on, and one of each family of attacks. */
const weightiest = [
  ...['replay-after-logout', 'logout-resurrection', 'replay-after-password-change', 'disable-user-latency'],
  ...['role-demotion-latency', 'stolen-token-window', 'session-fixation', 'session-id-entropy', 'csrf-origin-proof'],
  ...['refresh-reuse', 'refresh-double-spend', 'refresh-benign-race', 'refresh-lost-response', 'refresh-silent-theft'],
  ...['refresh-theft-race', 'jwt-unsigned', 'jwt-alg-confusion', 'jwt-header-key-injection', 'token-type-confusion'],
  ...[
    'store-dump-replay',
    'csrf-cross-site',
    'csrf-sibling-domain',
    'login-csrf',
    'xss-token-theft',
    'xss-session-riding',
  ],
];

export const profiles: Readonly<Record<Profile['id'], Profile>> = {
  smoke: {
    id: 'smoke',
    title: 'proves that everything runs; gives no performance verdicts',
    maxMs: 60_000,
    verdicts: false,
    only: shortest,
    attacks: { lanes: 3 },
    scaling: { instances: [2], events: ['instance-dies'], eventInstances: [2], lanes: 2 },
    micro: { budgetMs: 60 },
    load: {
      instances: 2,
      piloted: 1,
      users: 10,
      warmUpMs: 200,
      blockMs: 600,
      saturationMs: 400,
      rounds: 1,
      furtherRounds: 1,
      share: 0.4,
    },
  },
  quick: {
    id: 'quick',
    title: 'what a newcomer waits for',
    maxMs: 290_000,
    verdicts: true,
    attacks: { lanes: 4, beside: weightiest },
    scaling: { instances: [1, 2, 4], events, eventInstances: [2], lanes: 3 },
    micro: { budgetMs: 100 },
    load: {
      instances: 2,
      piloted: 3,
      users: 24,
      warmUpMs: 500,
      blockMs: 1_600,
      saturationMs: 500,
      rounds: 12,
      furtherRounds: 1,
      share: 0.4,
    },
  },
  standard: {
    id: 'standard',
    title: 'decision grade',
    maxMs: 20 * 60_000,
    verdicts: true,
    attacks: { lanes: 3 },
    scaling: { instances: [1, 2, 4], events, eventInstances: [2, 4], lanes: 2 },
    micro: { budgetMs: 1_000 },
    load: {
      instances: 2,
      piloted: 3,
      users: 100,
      warmUpMs: 3_000,
      blockMs: 5_000,
      saturationMs: 2_000,
      rounds: 32,
      furtherRounds: 12,
      share: 0.4,
    },
  },
  full: {
    id: 'full',
    title: 'everything, for a quiet hour',
    maxMs: 60 * 60_000,
    verdicts: true,
    attacks: { lanes: 2 },
    scaling: { instances: [1, 2, 3, 4], events, eventInstances: [2, 4], lanes: 1 },
    micro: { budgetMs: 3_000 },
    load: {
      instances: 2,
      piloted: 3,
      users: 200,
      warmUpMs: 5_000,
      blockMs: 10_000,
      saturationMs: 4_000,
      rounds: 48,
      furtherRounds: 16,
      share: 0.4,
    },
  },
};
