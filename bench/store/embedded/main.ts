import { createStoreServer } from './server.ts';

/**
 * The embedded store as a process: listens on the loopback port that is its argument, says when it does, and ends with
 * whoever started it: the channel between them closes however that one ends, and may have closed before this line.
 */
process.on('disconnect', () => process.exit());
if (!process.connected) process.exit();
// Ctrl-C reaches the whole terminal group; the store must outlive the servers that still drain.
process.on('SIGINT', () => {});

createStoreServer()
  .on('error', () => process.exit(1))
  .listen(Number(process.argv[2]), '127.0.0.1', () => process.send?.('listening'));
