import type { Attack } from '../../kinds/attack.ts';
import { judgeTheftRace, raceThieves, type TheftRace } from '../../kit/clients/theft-race.ts';
import strict from './refresh-theft-race.ts';

export default {
  ...strict,
  id: 'refresh-theft-race-in-grace',
  title: 'Thief and victim renew from one refresh token, with a grace window',
  question: 'What does a grace window cost in time to detection, and what does it save in false alarms?',
  steps: [
    ...strict.steps,
    'A spent token is still given its one successor for 50 ms (30 s, compressed by 600), unless that was used.',
  ],
  needs: { instances: 2, settings: { accessMs: 2_000, graceMs: 50 } },
  attempt: raceThieves,
  judge: judgeTheftRace,
} satisfies Attack<TheftRace>;
