import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { array, bulk, createParser, failure, integer, map, nullReply, ProtocolError, set } from './resp.ts';

const limits = { argumentBytes: 100, arguments: 8 };
const encode = (words: readonly string[]) => array(words.map(bulk));
/** One character per byte, any byte. */
const word = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
const command = fc.array(word, { minLength: 1, maxLength: 8 });

function parse(chunks: readonly string[]): string[][] {
  const parser = createParser(limits);
  return chunks.flatMap((chunk) => [...parser.feed(Buffer.from(chunk, 'latin1'))]);
}

describe('the parser', () => {
  it('reads the same commands, byte for byte, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 6 }), fc.array(fc.nat(400)), (commands, cuts) => {
        const stream = commands.map(encode).join('');
        assert.deepEqual(parse(cutAt(stream, cuts)), commands);
      }),
    );
  });

  it('reads a stream that comes byte by byte', () => {
    assert.deepEqual(parse([...'*2\r\n$3\r\nGET\r\n$1\r\nk\r\n*1\r\n$4\r\nPING\r\n']), [['GET', 'k'], ['PING']]);
  });

  it('hands out a command as soon as it is complete', () => {
    const parser = createParser(limits);
    assert.deepEqual([...parser.feed(Buffer.from('*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nPI'))], [['PING']]);
    assert.deepEqual([...parser.feed(Buffer.from('NG\r\n'))], [['PING']]);
  });

  it('skips empty and absent arrays, as Redis does', () => {
    assert.deepEqual(parse(['*0\r\n*-1\r\n*1\r\n$4\r\nPING\r\n']), [['PING']]);
  });

  for (const [stream, message] of [
    ['PING\r\n', "expected '*'"],
    ['*x\r\n', 'invalid multibulk length'],
    ['*01\r\n', 'invalid multibulk length'],
    ['*9\r\n', 'invalid multibulk length'],
    ['*1\n', 'invalid multibulk length'],
    ['*1\r\n:1\r\n', "expected '$', got ':'"],
    ['*1\r\n$-1\r\n', 'invalid bulk length'],
    ['*1\r\n$101\r\n', 'invalid bulk length'],
    [`*${'1'.repeat(40)}`, 'too big count string'],
  ] as const) {
    it(`refuses ${JSON.stringify(stream)}: ${message}`, () => {
      assert.throws(() => parse([stream]), new ProtocolError(message));
    });
  }

  it('never fails in any other way, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.constantFrom('*1\r\n', '$1\r\n', '\r\n', '*', '$'))), (chunks) => {
        try {
          parse(chunks);
        } catch (error) {
          assert.ok(error instanceof ProtocolError);
        }
      }),
    );
  });

  it('takes a value in small chunks at a cost that grows with its size, and not with the square of it', () => {
    /** CPU for a value of this size, in µs; the least of three, since memory is cleaned up meanwhile. */
    const cost = (bytes: number) => {
      const stream = Buffer.from(encode(['SET', 'k', 'x'.repeat(bytes)]), 'latin1');
      const costs = Array.from({ length: 3 }, () => {
        const parser = createParser({ argumentBytes: bytes, arguments: 3 });
        const started = process.cpuUsage();
        const commands: string[][] = [];
        for (let at = 0; at < stream.length; at += 64) commands.push(...parser.feed(stream.subarray(at, at + 64)));
        assert.equal(commands[0]?.[2]?.length, bytes);
        const { user, system } = process.cpuUsage(started);
        return user + system;
      });
      return Math.min(...costs);
    };
    const [small, large] = [cost(256 * 1024), cost(4 * 1024 * 1024)];
    assert.ok(large < 100 * small, `${large} µs for 16 times what took ${small} µs`);
  });
});

describe('the replies', () => {
  it('differ between RESP2 and RESP3 in null, set and map only', () => {
    assert.equal(nullReply(2), '$-1\r\n');
    assert.equal(nullReply(3), '_\r\n');
    assert.equal(set(['a'], 2), '*1\r\n$1\r\na\r\n');
    assert.equal(set(['a'], 3), '~1\r\n$1\r\na\r\n');
    assert.equal(map([['a', integer(1)]], 2), '*2\r\n$1\r\na\r\n:1\r\n');
    assert.equal(map([['a', integer(1)]], 3), '%1\r\n$1\r\na\r\n:1\r\n');
  });

  it('keep an error on one line, so that a name cannot forge a reply', () => {
    assert.equal(failure("ERR unknown command 'a\r\n+OK'"), "-ERR unknown command 'a  +OK'\r\n");
  });
});

function cutAt(stream: string, cuts: readonly number[]): string[] {
  const places = [0, ...cuts.filter((cut) => cut < stream.length).sort((a, b) => a - b), stream.length];
  return places.slice(1).map((end, i) => stream.slice(places[i], end));
}
