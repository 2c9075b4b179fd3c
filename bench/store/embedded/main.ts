import { createStoreServer } from './server.ts';

/**
 * The embedded store as a process: takes the port from its first argument (0 for any), says on which it listens,
 * and ends with whoever started it, however that one ended: the channel between them closes.
 */
process.on('disconnect', () => process.exit());
if (!process.connected) process.exit();
// Ctrl-C reaches the whole terminal group; the store must outlive the servers that still drain.
process.on('SIGINT', () => {});

const server = createStoreServer();
server.on('error', (error) => process.send?.({ failed: error.message }, () => process.exit(1)));
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => process.send?.({ address: server.address() }));
