import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createReader, type ParsedAnswer } from './answer.ts';

type Seen = Pick<ParsedAnswer, 'status' | 'headers' | 'text'> & { keepAlive: boolean };

function reader() {
  const seen: Seen[] = [];
  const { read } = createReader((answer, keepAlive) => seen.push({ ...answer, keepAlive }));
  /** Overwrites what was read, as the next chunk of a socket does. */
  const receive = (text: string) => {
    const chunk = Buffer.from(text);
    const isHttp = read(chunk);
    chunk.fill('x');
    return isHttp;
  };
  return { seen, receive };
}

const answer = (body: string, more = '') =>
  `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${more}\r\n${body}`;

describe('reading answers', () => {
  it('finds status, headers and text, the second time without parsing the head again', () => {
    const { seen, receive } = reader();
    receive(answer('{"id":"é"}', 'X-A: 1\r\nX-A: 2\r\n'));
    receive(answer('{"id":"è"}', 'X-A: 1\r\nX-A: 2\r\n'));
    const head = { status: 200, headers: { 'content-length': '11', 'x-a': ['1', '2'] }, keepAlive: true };
    assert.deepEqual(seen, [
      { ...head, text: '{"id":"é"}' },
      { ...head, text: '{"id":"è"}' },
    ]);
    assert.equal(seen[0]?.headers, seen[1]?.headers);
  });

  it('takes heads for the same that differ in their date alone', () => {
    const { seen, receive } = reader();
    const at = (second: number, more = '') => answer('{}', `Date: Thu, 26 Nov 2026 01:00:0${second} GMT\r\n${more}`);
    for (const text of [at(1), at(2), at(2), at(2, 'X-A: 1\r\n')]) receive(text);
    const [first, second, third, other] = seen.map(({ headers }) => headers);
    assert.equal(first, second);
    assert.equal(first, third);
    assert.notEqual(first, other);
    assert.equal(other?.['x-a'], '1');
  });

  it('gives a known head of another connection the body that came here', () => {
    reader().receive(answer('one'));
    const { seen, receive } = reader();
    receive(answer('two'));
    assert.deepEqual(
      seen.map(({ text }) => text),
      ['two'],
    );
  });

  it('puts together what comes in pieces, wherever it is cut', () => {
    const whole = answer('{"id":"u1"}', 'X-Cut: yes\r\n');
    reader().receive(whole);
    for (let cut = 1; cut < whole.length; cut++) {
      const { seen, receive } = reader();
      receive(whole.slice(0, cut));
      assert.equal(seen.length, 0);
      receive(whole.slice(cut));
      receive(whole);
      assert.deepEqual(
        seen.map(({ status, text }) => [status, text]),
        [
          [200, '{"id":"u1"}'],
          [200, '{"id":"u1"}'],
        ],
      );
    }
  });

  it('keeps cookies apart, which come once each', () => {
    const { seen, receive } = reader();
    receive(answer('{}', 'Set-Cookie: a=1\r\n'));
    receive(answer('{}', 'Set-Cookie: a=2\r\n'));
    assert.deepEqual(
      seen.map(({ headers }) => headers['set-cookie']),
      ['a=1', 'a=2'],
    );
  });

  it('reads bodies of unsaid length to their own end', () => {
    const { seen, receive } = reader();
    const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
    receive(`${head}2\r\nab\r\n0\r\n\r\n`);
    receive(`${head}3\r\nabc\r\n0\r\n\r\n`);
    receive('HTTP/1.1 204 No Content\r\n\r\n');
    assert.deepEqual(
      seen.map(({ status, text }) => [status, text]),
      [
        [200, 'ab'],
        [200, 'abc'],
        [204, ''],
      ],
    );
  });

  it('tells an answer after which the connection is closed', () => {
    const { seen, receive } = reader();
    receive(answer('{}', 'Connection: close\r\n'));
    receive(answer('{}', 'Connection: close\r\n'));
    assert.deepEqual(
      seen.map(({ keepAlive }) => keepAlive),
      [false, false],
    );
  });

  it('says what is not HTTP', () => {
    assert.equal(reader().receive('SSH-2.0-OpenSSH_9.2\r\n'), false);
  });
});
