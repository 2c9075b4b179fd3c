import type { Variation } from '../variation.ts';

export default {
  id: 'login-without-password',
  title: 'Login without the cost of a password',
  question: 'What is left of a login’s cost when the password hash, which every scheme pays, is taken out?',
  choice: 'what a password costs',
  scenario: 'login',
  appliesTo: () => true,
  // scrypt at N = 16: under 0.1 ms
  settings: { passwordCost: 4 },
} satisfies Variation;
