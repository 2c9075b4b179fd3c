import { describe } from 'node:test';
import { tryHistories } from './sign-in-histories.fixture.ts';

describe('random histories of sign-ins', () => tryHistories(({ variant }) => !variant));
