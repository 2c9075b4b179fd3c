import { once } from 'node:events';
import { connect } from 'node:net';

const answerWithinMs = 2_000;

/** Says one thing to the command socket of a HAProxy. @returns its answer (management guide §9.3). */
export async function sendCommand(socket: string, command: string): Promise<string> {
  const connection = connect(socket);
  connection.setEncoding('utf8').setTimeout(answerWithinMs, () => connection.destroy(new Error('no answer')));
  let answer = '';
  connection.on('data', (text) => {
    answer += text;
  });
  connection.end(`${command}\n`);
  await once(connection, 'close');
  return answer.trim();
}
