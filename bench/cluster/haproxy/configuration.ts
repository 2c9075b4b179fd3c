/** What a HAProxy of the bench is told. */
export interface Front {
  /** Loopback port that it takes requests on. */
  readonly port: number;
  /** Path of its command socket. */
  readonly socket: string;
  /** host:port of the instances that are up. */
  readonly servers: readonly string[];
  readonly sticky: boolean;
}

/** The header that names who answered, as host:port. */
export const servedBy = 'x-served-by';

/** The one proxy of the configuration, and what its servers are called: by index, as instances are. */
export const proxy = 'instances';
export const serverName = (instance: number) => `instance${instance}`;

/** Instances that join find a place among so many. */
const places = 16;

/**
 * The configuration file: the policies of docker-compose.yml's balancer, but for one cluster on loopback. A request that
 * finds its instance dead goes on to another one.
 */
export function configuration({ port, socket, servers, sticky }: Front): string {
  const places = servers.map((address, instance) => place(instance, address, ''));
  return `global
  log stdout format raw local0 info
  # one thread, so that turns are taken strictly
  nbthread 1
  maxconn 4096
  stats socket ${socket} mode 600 level admin

defaults
  mode http
  log global
  option httplog
  # what went well is counted; a line for each would be work of its own
  option dontlog-normal
  option redispatch
  retries 3
  timeout connect 2s
  timeout check 2s
  timeout client 60s
  timeout server 15s
  timeout http-request 5s

listen ${proxy}
  bind 127.0.0.1:${port}
  balance roundrobin
  # a server whose store is away is still one: what it then answers is what is asked
  option httpchk
  http-check send meth GET uri /healthz ver HTTP/1.1 hdr Host balancer
  # whom it saw, added behind whatever a client has written there
  option forwardfor
  # who answered, for the transcript
  http-response set-header ${servedBy} %si:%sp
  default-server check inter 200ms fastinter 50ms fall 2 rise 1
${sticky ? '  cookie INSTANCE insert indirect nocache httponly dynamic attr SameSite=Lax\n  dynamic-cookie-key authbench\n' : ''}\
${[...places, ...vacant(servers.length)].map((line) => `  ${line}\n`).join('')}`;
}

function vacant(taken: number): string[] {
  return Array.from({ length: places - taken }, (_, i) => place(taken + i, '127.0.0.1:1', ' disabled'));
}

function place(instance: number, address: string, state: string): string {
  return `server ${serverName(instance)} ${address}${state}`;
}
