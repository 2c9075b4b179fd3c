import type { Requirements } from './requirements.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Eight situations that people ask about, worked through in every report. */
export const situations: readonly { readonly title: string; readonly requirements: Requirements }[] = [
  {
    title: 'A shop with pages rendered by the server, on one machine',
    requirements: { clients: ['browser'], sessionLengthMs: 2 * hour },
  },
  {
    title: 'A single-page application on six instances that must log users out within 5 s',
    requirements: { clients: ['spa'], instances: 6, revocationMs: 5 * second, sessionLengthMs: 8 * hour },
  },
  {
    title: 'A single-page and a mobile application that must save CPU and may take ten minutes to log out',
    requirements: {
      clients: ['spa', 'mobile'],
      instances: 4,
      revocationMs: 10 * minute,
      sessionLengthMs: 8 * hour,
      prefer: ['cost', 'latency'],
    },
  },
  {
    title: 'An API without any shared store, for services that fetch a new token every few minutes',
    requirements: {
      clients: ['service'],
      instances: 4,
      storeAllowed: false,
      sessionLengthMs: 5 * minute,
      prefer: ['cost'],
    },
  },
  {
    title: 'A platform whose partners check users by themselves, all day',
    requirements: { clients: ['spa'], instances: 4, thirdPartyVerification: true, sessionLengthMs: 8 * hour },
  },
  {
    title: 'A back office where an operator must end every sign-in of an account at once',
    requirements: { clients: ['browser'], instances: 2, revocationMs: second, logoutEverywhere: true },
  },
  {
    title: 'An application, used all day, that must outlast two minutes without its store',
    requirements: { clients: ['spa', 'native'], instances: 2, storeOutageMs: 2 * minute, sessionLengthMs: 8 * hour },
  },
  {
    title: 'Everything at once: partners check users by themselves, and a logout reaches them within a second',
    requirements: { instances: 4, thirdPartyVerification: true, revocationMs: second, sessionLengthMs: 8 * hour },
  },
];
