import { openAttacker } from './attacker.ts';

/**
 * An attacker in a process of its own, so that it can be one of another build: it takes orders over the channel of whoever
 * forked it, one after another, and ends with it. Its argument is the path of a Chromium, or nothing.
 */
await using attacker = await openAttacker(process.argv[2] || undefined);
process.send?.('ready');
let last = Promise.resolve();
process.on('message', (order: Parameters<typeof attacker.attack>[0]) => {
  last = last.then(async () => void process.send?.(await attacker.attack(order)));
});
await new Promise((resolve) => process.once('disconnect', resolve));
