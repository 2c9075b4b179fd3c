/** What every attack and every probe shows by the way: whether the server outlives it. */
export const serverDeath = {
  id: 'server-death',
  title: 'A request that ends the server',
  goal: 'Put everybody out with one request.',
  precondition: 'none',
  severity: 'high',
  steps: [
    'Whenever a request has no answer, the bench asks whether the server is still there.',
    'One that has ended is started again where its description says how.',
    'Whatever met the end has no verdict; what comes after it meets a server that is up.',
  ],
  references: ['CWE-248', 'CWE-20', 'ASVS 16.5.4', 'WSTG-ERRH-01'],
  fix: 'Catch what a request makes the server throw: an error that no handler sees ends the process, and everybody’s sign-in with it.',
} as const;
