import { watchLoop } from '../machine/loop-delay.ts';
import { type FirstRequests, noteFirstRequests } from './first-requests.ts';
import type { LoopCommand, LoopReport } from './watched.ts';

/** Loaded before a server's own modules: watches its process between two commands of the bench. */
let report: LoopReport = { delaysUs: [], cpuUs: 0 };
let delaysUs: number[] = [];
let begun = process.cpuUsage();
let firsts: FirstRequests | undefined;
const loop = watchLoop((delayUs) => delaysUs.push(delayUs));

process.on('message', (command: LoopCommand) => {
  if (command === 'begin') {
    delaysUs = [];
    loop.begin();
    begun = process.cpuUsage();
  } else if (command === 'end') {
    const { user, system } = process.cpuUsage(begun);
    loop.end();
    report = { delaysUs, cpuUs: user + system };
  } else if (command === 'note-firsts') {
    firsts ??= noteFirstRequests();
    firsts.take();
  } else if (command === 'tell') process.send?.({ ...report, ...(firsts && { firsts: firsts.take() }) });
});
