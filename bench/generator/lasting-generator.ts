import { BenchError } from '../errors.ts';
import { type Generator, startGenerator } from './generator.ts';

/** What ends it so often would do so again. */
const mostRestarts = 3;

/**
 * A generator that is started anew when its process has ended by itself. The job that it ended in fails, since the answers
 * that its users build on are lost with it; those after it do not.
 * @param told hears of each restart
 */
export async function startLastingGenerator(
  told: (text: string) => void = () => {},
  start: () => Promise<Generator> = startGenerator,
): Promise<Generator> {
  let current = await start();
  let restarts = 0;

  async function revive(): Promise<void> {
    if (current.isUp()) return;
    if (restarts === mostRestarts)
      throw new BenchError('AB-E401', `the load generator ended ${restarts + 1} times, and is not started again`);
    restarts += 1;
    told(`generator  ended by itself and is started anew, ${restarts} of ${mostRestarts} times at most`);
    await current[Symbol.asyncDispose]();
    current = await start();
  }

  return {
    get pid() {
      return current.pid;
    },
    isUp: () => current.isUp(),
    async run(job, signal, onBlock) {
      await revive();
      try {
        return await current.run(job, signal, onBlock);
      } catch (error) {
        // before the next job, which counts what the process uses from its start on
        await revive().catch(() => {});
        throw error;
      }
    },
    [Symbol.asyncDispose]: () => current[Symbol.asyncDispose](),
  };
}
