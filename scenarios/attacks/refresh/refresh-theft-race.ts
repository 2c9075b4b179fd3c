import type { Attack } from '../../kinds/attack.ts';
import { judgeTheftRace, raceThieves, type TheftRace } from '../../kit/clients/theft-race.ts';

export default [
  race(0, {
    id: 'refresh-theft-race',
    title: 'Thief and victim renew from one refresh token',
    question: 'How soon does strict rotation notice a theft, and whom does it alarm falsely?',
    steps: [],
  }),
  race(50, {
    id: 'refresh-theft-race-in-grace',
    title: 'Thief and victim renew from one refresh token, with a grace window',
    question: 'What does a grace window cost in time to detection, and what does it save in false alarms?',
    steps: [
      'A spent token is still given its one successor for 50 ms (30 s, compressed by 600), unless that was used.',
    ],
  }),
];

type Described = Pick<Attack<TheftRace>, 'id' | 'title' | 'question' | 'steps'>;

function race(graceMs: number, { id, title, question, steps }: Described): Attack<TheftRace> {
  return {
    kind: 'attack',
    id,
    title,
    question,
    goal: 'Live on a stolen refresh token beside its owner.',
    precondition: 'copy',
    severity: 'medium',
    references: ['CWE-294', 'RFC 9700 §4.14.2', 'ASVS 10.4.5'],
    steps: [
      'In each of many seeded trials (40 in quick, 150 in standard, 300 in full) the thief copies a refresh token; they and the victim then renew in rhythms of their own, about every 500 ms (5 minutes, compressed by 600).',
      'A trial ends at the first refusal, after which each redeems what they hold, or after 3 s.',
      'In every fifth trial the victim does not come back.',
      'For false alarms, two tabs of an honest client renew at the same moment, and a client tries again whose answer was lost (40 each in quick, 200 in standard, 500 in full).',
      ...steps,
    ],
    fix: 'End the whole token family when a spent refresh token comes again.',
    controls: ['no-rotation'],
    needs: { instances: 2, settings: { accessMs: 2_000, graceMs } },
    appliesTo: ({ renewal }) => renewal === 'rotation' || 'nothing is rotated',
    expected: () => 'window',
    attempt: raceThieves,
    judge: judgeTheftRace,
  };
}
