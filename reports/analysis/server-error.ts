/** What every request shows by the way that anybody may make: whether the server answers it. */
export const serverError = {
  id: 'server-error',
  title: 'Ordinary requests that the server fails over',
  goal: 'None: these are users with the right password, or with what they were handed out.',
  precondition: 'none',
  severity: 'high',
  steps: [
    'Every answer of 500 and above is counted that a request had which was nobody’s attack.',
    'What a server says that cannot answer now (502 to 504) is not among them.',
  ],
  references: ['CWE-755', 'CWE-362', 'ASVS 16.5.4', 'WSTG-ERRH-01'],
  fix: 'Find in your log why ordinary requests end in an error: several at once are the usual cause.',
} as const;
