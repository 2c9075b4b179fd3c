import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { render } from '../markup.ts';
import { inWords, requestLanes } from './request-lanes.ts';

const uses = [
  { ms: 100, isAccepted: true },
  { ms: 3_900, isAccepted: true },
  { ms: 4_100, isAccepted: false },
];
const jwt = { scheme: 'jwt', uses, configured: 'up to 15 min 1 s', testedEndMs: 4_000 };
const session = { scheme: 'session', uses: uses.slice(2), configured: 'at once', testedEndMs: undefined };

describe('who is signed in after a logout, as a picture', () => {
  it('has a line where the lifetime ends, on an axis of the test, beside what is configured', () => {
    const text = render(requestLanes('l', 'Title', ['session', 'jwt'], [session, jwt]));
    // from 8 for the logout to 446 for the last request
    assert.deepEqual(text.match(/<path class="stroke theory" d="M[\d.]+/g), ['<path class="stroke theory" d="M435.3']);
    assert.match(text, />configured: at once<.*>configured: up to 15 min 1 s</s);
  });

  it('has room for an end that no request was late enough to see', () => {
    const text = render(requestLanes('l', 'Title', ['jwt'], [{ ...jwt, testedEndMs: 8_200 }]));
    assert.match(text, /<path class="stroke theory" d="M446 /);
  });

  it('tells the same in words', () => {
    assert.equal(
      inWords(jwt),
      'jwt: 2 of 3 requests with a copy were answered after the logout, the last after 3.9 s, of at most 4 s as tested; as configured up to 15 min 1 s.',
    );
    assert.equal(
      inWords(session),
      'session: 0 of 1 requests with a copy were answered after the logout; as configured at once.',
    );
  });
});
