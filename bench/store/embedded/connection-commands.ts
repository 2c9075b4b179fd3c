import type { Command, Commands } from './engine.ts';
import { notInteger, parseInteger } from './options.ts';
import { array, bulk, failure, integer, map, nullReply, ok, status } from './resp.ts';

const hello: Command = {
  arity: -1,
  run([, resp, option, name, ...rest], session, { version }) {
    if (resp !== undefined) {
      if (parseInteger(resp) === undefined) return failure('ERR Protocol version is not an integer or out of range');
      if (resp !== '2' && resp !== '3') return failure('NOPROTO unsupported protocol version');
      const named = option?.toLowerCase() === 'setname' && name !== undefined && rest.length === 0;
      if (option !== undefined && !named) return failure(`ERR Syntax error in HELLO option '${option}'`);
      session.name = name ?? session.name;
      session.resp = resp === '3' ? 3 : 2;
    }
    return map(
      [
        ['server', bulk('redis')],
        ['version', bulk(version)],
        ['proto', integer(session.resp)],
        ['id', integer(session.id)],
        ['mode', bulk('standalone')],
        ['role', bulk('master')],
        ['modules', array([])],
      ],
      session.resp,
    );
  },
};

const client: Command = {
  arity: -2,
  run([, word = '', ...words], session) {
    switch (word.toLowerCase()) {
      case 'id':
        return integer(session.id);
      case 'getname':
        return session.name === '' ? nullReply(session.resp) : bulk(session.name);
      case 'setname':
        if (words.length !== 1) return failure("ERR wrong number of arguments for 'client|setname' command");
        session.name = words[0] ?? '';
        return ok;
      case 'setinfo':
        return ok;
      default:
        return failure(`ERR unknown subcommand '${word}'. Try CLIENT HELP.`);
    }
  },
};

const info: Command = {
  arity: -1,
  run([, ...words], _, db) {
    const wanted = words.map((word) => word.toLowerCase());
    const all = wanted.length === 0 || wanted.some((word) => ['all', 'everything', 'default'].includes(word));
    const sections = Object.entries(db.info()).filter(([name]) => all || wanted.includes(name));
    const texts = sections.map(([name, facts]) => {
      const lines = Object.entries(facts).map(([fact, value]) => `${fact}:${value}\r\n`);
      return `# ${name.charAt(0).toUpperCase()}${name.slice(1)}\r\n${lines.join('')}`;
    });
    return bulk(texts.join('\r\n'));
  },
};

/** What a client library says around its work. */
export const connectionCommands: Commands = {
  ping: {
    arity: -1,
    run([, text, ...rest]) {
      if (rest.length > 0) return failure("ERR wrong number of arguments for 'ping' command");
      return text === undefined ? status('PONG') : bulk(text);
    },
  },
  hello,
  client,
  info,
  /** One database is enough here. */
  select: {
    arity: 2,
    run([, index = '']) {
      if (parseInteger(index) === undefined) return notInteger;
      return index === '0' ? ok : failure('ERR DB index is out of range');
    },
  },
  command: { arity: -1, run: () => array([]) },
  quit: {
    arity: -1,
    run(_, session) {
      session.closing = true;
      return ok;
    },
  },
};
