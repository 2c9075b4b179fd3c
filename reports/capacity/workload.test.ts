import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { example, type Given, readWorkload } from './workload.ts';

const problems = (given: Given) => {
  const read = readWorkload(given);
  return 'problems' in read ? read.problems.map(({ name, message }) => `${name} ${message}`) : [];
};

describe('a workload', () => {
  it('has defaults for all but users and rate', () => {
    assert.deepEqual(problems({}), ['users is needed', 'ratePerSecond is needed']);
    const read = readWorkload({ users: '1e3', ratePerSecond: '50' });
    assert.ok('workload' in read);
    const { users, sessionLengthMs, accessMs, utilisation } = read.workload;
    assert.deepEqual([users, sessionLengthMs, accessMs, utilisation], [1_000, 28_800_000, 300_000, 0.6]);
  });

  it('names every answer that cannot be read', () => {
    assert.deepEqual(
      problems({
        ...{ users: 'many', ratePerSecond: '-1', mix: 'read=0.5,write=0.5' },
        ...{ sessionLengthMs: 'a day', accessMs: '5', utilisation: '60' },
      }),
      [
        "users 'many' is no count above 0, such as 20000 or 1e6",
        "ratePerSecond '-1' is no count above 0, such as 500 or 2e4",
        "sessionLengthMs 'a day' is no time, such as 30m or 8h",
        "accessMs '5' is no time, such as 5m or 1h",
        "utilisation '60' is no share above 0 and up to 1, such as 0.6 or 60%",
        "mix 'write=0.5' is no share of read, login, renewal, such as read=0.97",
      ],
    );
  });

  it('has a mix that comes to 1, and names each step once', () => {
    assert.deepEqual(problems({ ...example, mix: 'read=0.9,login=0.2' }), [
      "mix 'read=0.9,login=0.2' comes to 1.1 and not to 1",
    ]);
    assert.deepEqual(problems({ ...example, mix: 'read=0.5,read=0.5' }), ['mix names read twice']);
    assert.deepEqual(problems({ ...example, mix: 'read=.5, login=.5' }), []);
  });

  it('needs a rate that has room for the logins and renewals of its users', () => {
    assert.match(
      problems({ users: '1e6', ratePerSecond: '100' })[0] ?? '',
      /^ratePerSecond '100' is less than the 3,370/,
    );
  });

  it('may say its utilisation in percent', () => {
    const read = readWorkload({ ...example, utilisation: '75%' });
    assert.equal('workload' in read && read.workload.utilisation, 0.75);
  });
});
