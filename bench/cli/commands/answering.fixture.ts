import { BenchError, renderError } from '../../errors.ts';
import { main } from '../program.ts';

/** One process that does one command after the other, as main.ts does one: what is loaded once answers all of them. */
export interface CommandOutput {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

process.on('message', async (args: readonly string[]) => {
  const said = { out: '', err: '' };
  const put = [process.stdout.write, process.stderr.write] as const;
  const hear = (stream: keyof typeof said) => (text: string | Uint8Array) => {
    said[stream] += text;
    return true;
  };
  process.stdout.write = hear('out');
  process.stderr.write = hear('err');
  const code = await main(args).catch((error) => {
    said.err += `${renderError(error, { debug: false })}\n`;
    return error instanceof BenchError ? error.exitCode : 70;
  });
  [process.stdout.write, process.stderr.write] = put;
  process.send?.({ code, ...said } satisfies CommandOutput);
});
