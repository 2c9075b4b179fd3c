import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BenchError, errorLine, renderError } from './errors.ts';

describe('BenchError', () => {
  it('takes its remedy and its exit code from the table', () => {
    const error = new BenchError('AB-E201');
    assert.equal(error.message, 'no store could be brought up');
    assert.equal(error.exitCode, 69);
    assert.match(error.fix, /--store embedded/);
  });

  it('is shown with its code, its cause, what was tried and what to do, without a stack', () => {
    const error = new BenchError('AB-E203', 'Redis at 127.0.0.1:6390 closed the connection after 2 s', {
      cause: new Error('read ECONNRESET\nat somewhere'),
      tried: ['PING', 'PING again'],
      fix: 'start it',
    });
    assert.equal(
      renderError(error),
      [
        'error[AB-E203] Redis at 127.0.0.1:6390 closed the connection after 2 s',
        '  cause: read ECONNRESET',
        '  tried: PING',
        '  tried: PING again',
        '  fix: start it',
      ].join('\n'),
    );
  });

  it('gives a terminal nothing to obey, whatever a file or a server put into it', () => {
    assert.match(renderError(new BenchError('AB-E004', 'no \u001b[2Jrun\u202e')), /no \u241b\[2Jrun\ufffd/);
  });

  it('shows the stack when debugging', () => {
    assert.match(renderError(new BenchError('AB-E203'), { debug: true }), /errors\.test/);
  });

  it('gives an unknown error a code of its own and keeps what it said', () => {
    assert.match(
      renderError(new TypeError('x is not a function')),
      /^error\[AB-E901\].*\n {2}cause: x is not a function\n/,
    );
  });

  it('finds the reason inside an AggregateError without a message', () => {
    assert.equal(
      errorLine(new AggregateError([new Error('refused ::1'), new Error('refused 127.0.0.1')])),
      'refused ::1; refused 127.0.0.1',
    );
  });
});
