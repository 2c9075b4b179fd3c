import { watchLoop } from '../machine/loop-delay.ts';
import type { Told, Word } from './watched.ts';

/** Loaded before a server's own modules: watches its process between two words of the bench. */
let told: Told = { delaysUs: [], cpuUs: 0 };
let delaysUs: number[] = [];
let begun = process.cpuUsage();
const loop = watchLoop((delayUs) => delaysUs.push(delayUs));

process.on('message', (word: Word) => {
  if (word === 'begin') {
    delaysUs = [];
    loop.begin();
    begun = process.cpuUsage();
  } else if (word === 'end') {
    const { user, system } = process.cpuUsage(begun);
    loop.end();
    told = { delaysUs, cpuUs: user + system };
  } else if (word === 'tell') process.send?.(told);
});
