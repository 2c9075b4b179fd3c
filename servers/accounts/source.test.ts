import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Context } from 'koa';
import { sourceOf } from './source.ts';

/** A request that came through one proxy of ours, which saw this address. */
function seen(address: string): Context {
  return { get: () => address, req: { socket: { remoteAddress: '10.0.0.1' } } } as unknown as Context;
}

const source = (address: string) => sourceOf(seen(address), 1);

describe('the source of a request', () => {
  it('is an IPv4 address, with or without a port, and as a socket for both kinds tells it', () => {
    for (const spelled of [
      '192.0.2.1',
      '192.0.2.1:5678',
      '::ffff:192.0.2.1',
      '[::ffff:192.0.2.1]:5678',
      '::FFFF:c000:201',
    ])
      assert.equal(source(spelled), '192.0.2.1', spelled);
    assert.notEqual(source('192.0.2.2'), source('192.0.2.1'));
  });

  it('is the network of 64 bits that an IPv6 address is of, in whatever spelling', () => {
    const spellings = [
      '2001:db8:0:7::1',
      '2001:0DB8:0000:0007:ffff:0:0:1',
      '[2001:db8:0:7::2]',
      '[2001:db8:0:7::2]:443',
    ];
    for (const spelled of spellings) assert.equal(source(spelled), '2001:db8:0:7::/64', spelled);
    assert.equal(source('fe80::1%eth0'), 'fe80:0:0:0::/64');
    assert.equal(source('::1'), '0:0:0:0::/64');
    assert.equal(source('2001:db8:0:8::1'), '2001:db8:0:8::/64');
  });

  it('is the same for two addresses exactly where their first 64 bits are', () => {
    const group = fc.integer({ min: 0, max: 0xffff }).map((n) => n.toString(16));
    const half = fc.tuple(fc.constantFrom('2001', 'fd00'), group, group, group);
    fc.assert(
      fc.property(half, half, fc.tuple(group, group, group, group), (one, other, own) => {
        const whole = (network: readonly string[]) => [...network, ...own].join(':');
        assert.equal(source(whole(one)), source([...one, '0', '0', '0', '1'].join(':')));
        assert.equal(source(whole(one)) === source(whole(other)), one.join() === other.join());
      }),
    );
  });

  it('is what was told, where that is no address', () => {
    for (const told of ['unknown', '_hidden', '', '1.2.3', '[nonsense]']) assert.equal(typeof source(told), 'string');
    assert.equal(source('unknown'), 'unknown');
  });
});
