import { describe } from 'node:test';
import { schemes } from './attack-suite.fixture.ts';
import { tryAttacks } from './attack-suite-tests.fixture.ts';

const compared = [...schemes.values()].filter(({ variant }) => !variant);

/** Whether it is one of the attacks that no compared scheme has a surface for. */
describe('on variants, what is about them alone', { concurrency: 2 }, () => {
  tryAttacks(
    ({ appliesTo }, { variant }) => variant === true && compared.every(({ traits }) => appliesTo(traits) !== true),
  );
});
