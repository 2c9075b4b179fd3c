/** Words that a report uses in a sense of its own; the page, and `explain`, take them from here. */
export const glossary = [
  ['A/A arm', 'The reference measured against itself. What it finds is the bench’s own error.'],
  ['Access token', 'A signed statement that the server can check without asking anybody, valid until it expires.'],
  ['Arm', 'One server of a round: a scheme as it is, the reference once more, or another build.'],
  ['Bare route', 'The same route without authentication: what no scheme can go below. It is the floor of a request.'],
  [
    'Bound',
    'What a ratio lies within, for all pairs of schemes and all looks at once: a wider interval than that of one pair.',
  ],
  [
    'Decision margin',
    'The smallest difference that would decide between two architectures, 25 % unless --decision-margin says otherwise.',
  ],
  ['Floor', 'What a cost cannot go below: of an operation Node.js alone, of a server its libraries alone.'],
  ['Interval', 'The range of ratios that the rounds are compatible with, at the stated level.'],
  ['Margin', 'The smallest relative difference that would matter to a decision.'],
  ['p50', 'The latency that half of the requests stay under: the median.'],
  ['p95', 'The latency that 95 of 100 requests stay under.'],
  ['p99', 'The latency that 99 of 100 requests stay under.'],
  ['Refresh token', 'A secret that buys the next access token; rotation makes each usable once.'],
  ['Round', 'One fresh start of every arm, in a shuffled order.'],
  ['Token family', 'All refresh tokens that descend from one sign-in. Reuse of a spent one ends all of them.'],
  ['Weakened server', 'A server with one defence removed on purpose, to show that the attack can succeed.'],
  ['Window', 'The time for which a credential goes on working after it should have ended.'],
] as const satisfies readonly (readonly [term: string, meaning: string])[];
