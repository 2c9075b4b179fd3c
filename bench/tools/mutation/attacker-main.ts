import { openAttacker } from './attacker.ts';

/**
 * An attacker in a process of its own, so that it can be one of another build: it takes orders over the channel of whoever
 * forked it, one after another, tells each trial as it ends, and ends with it. Its argument is the path of a Chromium, or nothing.
 */
await using attacker = await openAttacker(process.argv[2] || undefined);
process.send?.('ready');
let last = Promise.resolve();
process.on('message', (order: Parameters<typeof attacker.attack>[0]) => {
  last = last
    .then(() => attacker.attack(order, (trial) => void process.send?.(trial)))
    .then(() => void process.send?.('done'));
});
await new Promise((resolve) => process.once('disconnect', resolve));
