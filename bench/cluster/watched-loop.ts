import { watchLoop } from '../machine/loop-delay.ts';
import type { Told, Word } from './loops.ts';

/** Loaded before a server's own modules: watches the event loop of its process between two words of the bench. */
const loop = watchLoop();

process.on('message', (word: Word) => {
  if (word === 'watch') loop.begin();
  else process.send?.({ loopDelayUs: loop.end() } satisfies Told);
});
