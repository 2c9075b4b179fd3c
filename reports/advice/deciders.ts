import type { Requirements } from './requirements.ts';

export interface Decider {
  readonly title: string;
  /** As after ‘if’; absent where it is a goal, which rules nobody out. */
  readonly need?: string;
  readonly requirements: Requirements;
}

/** The single requirements that decide most often, each asked alone: the short answer of every report. */
export const deciders: readonly Decider[] = [
  {
    title: 'A logout within a second',
    need: 'a logout must act within a second',
    requirements: { revocationMs: 1_000 },
  },
  {
    title: 'Several instances, and no store that they share',
    need: 'instances may share no store',
    requirements: { instances: 4, storeAllowed: false },
  },
  {
    title: 'Two minutes without the store go unnoticed',
    need: 'nobody may notice two minutes without the store',
    requirements: { storeOutageMs: 120_000 },
  },
  {
    title: 'Services of others check users without asking',
    need: 'services of others must check users without asking',
    requirements: { thirdPartyVerification: true },
  },
  {
    title: 'Pages work without scripts',
    need: 'pages must work without scripts',
    requirements: { clients: ['browser'] },
  },
  {
    title: 'Users stay signed in for 8 h',
    need: 'users must stay signed in for 8 hours',
    requirements: { sessionLengthMs: 8 * 3_600_000 },
  },
  {
    title: 'An audit asks for ASVS 5.0 level 1',
    need: 'an audit asks for ASVS 5.0 level 1',
    requirements: { asvsLevel: 1 },
  },
  { title: 'Throughput at saturation', requirements: { prefer: ['capacity'] } },
  { title: 'CPU per request, light load', requirements: { prefer: ['cost'] } },
];
