/**
 * Whether an address lies under one of these origins. `:*` stands for any port.
 * @param origins as `https://host`, `http://host:*`
 */
export function isOneOf(origins: readonly string[]): (address: string) => boolean {
  const known = origins.map((origin) => {
    const { protocol, hostname, host } = new URL(origin.replace(/:\*$/, ''));
    return origin.endsWith(':*')
      ? (url: URL) => url.protocol === protocol && url.hostname === hostname
      : (url: URL) => url.protocol === protocol && url.host === host;
  });
  return (address) => {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    return url !== undefined && url.username === '' && url.password === '' && known.some((isIts) => isIts(url));
  };
}

/**
 * Whether an address is what a request asks for, without query and fragment (RFC 9449 §4.3, 9). What may be spelt in several
 * ways is the same: dot segments, percent signs before unreserved characters and the case of their digits (RFC 3986 §6.2.2).
 * @param asked the target of the request as it came: its path, or a whole address
 */
export function sameTarget(address: string, asked: string): boolean {
  const target = asked.startsWith('/') ? `http://host${asked}` : asked;
  return URL.canParse(target) && normal(new URL(address).pathname) === normal(new URL(target).pathname);
}

function normal(path: string): string {
  return path.replace(/%[\da-f]{2}/gi, (triplet) => {
    const character = String.fromCharCode(Number.parseInt(triplet.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : triplet.toUpperCase();
  });
}
