import { isIP } from 'node:net';
import type { Context } from 'koa';

/**
 * Where a request comes from, as failures are counted: an IPv4 address, or the first 64 bits of one of IPv6. Of those below
 * them whoever has one has as many as they like (RFC 6177 §2).
 */
export function sourceOf(ctx: Context, proxies: number): string {
  const address = withoutPort(addressOf(ctx, proxies));
  return isIP(address) === 6 ? networkOf(address) : address;
}

/** The address that the outermost of our own proxies saw. What a client wrote into the header stands left of that. */
export function addressOf(ctx: Context, proxies: number): string {
  const hops = ctx
    .get('x-forwarded-for')
    .split(',')
    .map((hop) => hop.trim());
  return (proxies > 0 && hops.at(-proxies)) || (ctx.req.socket.remoteAddress ?? '');
}

/** Some proxies add the port, which is another one for each connection; a zone names an interface of this machine. */
function withoutPort(hop: string): string {
  const [, bracketed, dotted] = /^\[(.+)\](?::\d+)?$|^([\d.]+):\d+$/.exec(hop) ?? [];
  return (bracketed ?? dotted ?? hop).replace(/%.*$/, '');
}

function networkOf(address: string): string {
  const groups = groupsOf(address);
  // an IPv4 address, as a socket for both tells it (RFC 4291 §2.5.5.2)
  if (groups.slice(0, 6).join() === '0,0,0,0,0,ffff')
    return groups
      .slice(6)
      .flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff])
      .join('.');
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** Its eight groups, without leading zeros, whatever spelling it came in. */
function groupsOf(address: string): string[] {
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [before, after] = [head, tail].map((part) => part.split(':').filter(Boolean)) as [string[], string[]];
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after];
}
