export const judging = [
  ['Attack', 'Acts on a server as an attacker would, and leaves facts that a verdict rests on.'],
  ['Weakness', 'The one part of a weakened server that is swapped for a broken one.'],
  ['Control', 'The weakened server that an attack must beat in the same run. Its verdict counts only then.'],
  ['Control scheme', 'A scheme of ours that stands in for an external target, which has no weakened server.'],
  [
    'Precondition',
    'What an attacker holds before the attack: nothing, an account of their own, a copied credential, and so on.',
  ],
  ['History', 'A random chain of events around the sign-ins of two people.'],
  ['Model', 'Says what a history must come to. Where a server does otherwise, that is a difference.'],
  [
    'Baseline',
    'Of an attack: a good and a bad credential, tried before and after. Of runs: the one that later ones are held against.',
  ],
  [
    'Declared',
    'For how long a lifetime, as it was shortened for the test, lets something work on. Beside it stands the time that was seen.',
  ],
  ['Finding', 'What a property showed of an external target, and the standard that it is held against.'],
] as const satisfies readonly (readonly [term: string, meaning: string])[];
