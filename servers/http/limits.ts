import type { ServerOptions } from 'node:http';

/**
 * What one connection may take before it is ended (CWE-400, CWE-770; ASVS 5.0 13.2.6). Node's own limits are a minute for
 * headers and five for a request: long enough to fill a server with clients that say nothing.
 */
export const connectionLimits = {
  /** Answered with 431 beyond this. */
  maxHeaderSize: 16 * 1024,
  /** Answered with 408: for the headers, counted from the opening of a connection too, and for a request as a whole. */
  headersTimeout: 8_000,
  requestTimeout: 15_000,
  connectionsCheckingInterval: 1_000,
  // A client that reuses a connection must not meet the server's own end of it: longer than any client waits.
  keepAliveTimeout: 65_000,
} as const satisfies ServerOptions;
