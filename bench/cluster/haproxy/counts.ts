/** What HAProxy has counted for one server of one proxy: a line of its statistics (management guide §9.1). */
export interface ServerCounts {
  readonly proxy: string;
  readonly server: string;
  /** host:port */
  readonly address: string;
  /** Whether it is given requests: before its first check, every server is. */
  readonly up: boolean;
  /** Whether it passed its last check. */
  readonly passes: boolean;
  /** Requests that it was given, its health checks not among them. */
  readonly requests: number;
}

/** @param csv what `show stat` and the statistics page answer. Proxies as a whole and servers without an address are left out. */
export function readCounts(csv: string): ServerCounts[] {
  const [head = '', ...lines] = csv.trim().split('\n');
  const columns = head.replace(/^# /, '').split(',');
  return lines.flatMap((line) => {
    const cells = line.split(',');
    const cell = (name: string) => cells[columns.indexOf(name)] ?? '';
    if (cell('type') !== '2' || cell('status').startsWith('MAINT')) return [];
    return [
      {
        proxy: cell('pxname'),
        server: cell('svname'),
        address: cell('addr'),
        // The first second of a server that comes up is `UP 1/2` and the like.
        up: cell('status').startsWith('UP'),
        // a star before it: another check is under way
        passes: cell('check_status').endsWith('L7OK'),
        requests: Number(cell('req_tot') || cell('stot')),
      },
    ];
  });
}

/** Who is given requests, as host:port in order; and whether these are the wanted ones, each having passed a check. */
export function given(counts: readonly ServerCounts[], wanted: readonly string[]) {
  const servers = counts.filter(({ up }) => up);
  const addresses = servers.map(({ address }) => address).sort();
  const only = addresses.join() === wanted.toSorted().join() && servers.every(({ passes }) => passes);
  return { addresses, only };
}

/** Requests by instance; of an instance that is in several proxies, or was, all together. */
export function byInstance(counts: readonly ServerCounts[], origins: readonly string[]): number[] {
  return origins.map((origin) =>
    counts.filter(({ address }) => origin === `http://${address}`).reduce((sum, { requests }) => sum + requests, 0),
  );
}
