import { watchLoop } from '../machine/loop-delay.ts';
import type { Told, Word } from './loops.ts';

/** Loaded before a server's own modules: watches the event loop of its process between two words of the bench. */
let delaysUs: number[] = [];
const loop = watchLoop((delayUs) => delaysUs.push(delayUs));

process.on('message', (word: Word) => {
  if (word === 'watch') {
    delaysUs = [];
    loop.begin();
  } else {
    loop.end();
    process.send?.({ delaysUs } satisfies Told);
  }
});
