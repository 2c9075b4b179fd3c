import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createFlagReader } from './flag-reader.ts';

it('all there is has a name of its own, from which others may be left out', () => {
  const { choose, problems } = createFlagReader();
  assert.deepEqual(choose('schemes', 'all', ['a', 'b', 'c']), ['a', 'b', 'c']);
  assert.deepEqual(choose('schemes', 'all,!b', ['a', 'b', 'c']), ['a', 'c']);
  assert.deepEqual(problems, []);
});

it('several names that nothing has are told in one message, with what there is once', () => {
  const reader = createFlagReader();
  reader.choose('scenario', 'rotation,fixation,a', ['a', 'b']);
  reader.choose('scenario', '!c', ['a', 'b']);
  assert.deepEqual(reader.problems, [
    "--scenario 'rotation', 'fixation' are unknown; there is a, b",
    "--scenario 'c' is unknown; there is a, b",
  ]);
});

it('of many names those are told that are nearest to a strange one, and where all are', () => {
  const reader = createFlagReader();
  const many = ['jwt-fuzz', 'jwt-unsigned', 'jwt-alg-none-es256', ...'abcdefghijkl'];
  reader.choose('scenario', 'jwt-alg-none', many);
  reader.choose('scenario', 'other', many);
  assert.deepEqual(reader.problems, [
    "--scenario 'jwt-alg-none' is unknown; did you mean jwt-alg-none-es256? all names: npm run bench -- explain",
    "--scenario 'other' is unknown; all names: npm run bench -- explain",
  ]);
});

it('a mistyped name is told beside the few that there are', () => {
  const reader = createFlagReader();
  reader.one('profile', 'quik', ['smoke', 'quick', 'standard']);
  reader.choose('schemes', 'sesion,jwt-refesh', ['session', 'jwt', 'jwt-refresh']);
  assert.deepEqual(reader.problems, [
    "--profile 'quik' is unknown; did you mean quick? there is smoke, quick, standard",
    "--schemes 'sesion', 'jwt-refesh' are unknown; did you mean session or jwt-refresh? there is session, jwt, jwt-refresh",
  ]);
});
