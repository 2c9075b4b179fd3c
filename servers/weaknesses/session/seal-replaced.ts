import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Middleware } from 'koa';
import { createSeals, type Seals } from '../../seals.ts';
import type { Settings } from '../../settings.ts';
import type { Weakness } from '../../weakness.ts';

interface Replacement {
  write(text: string): string;
  /** Throws, or gives what is no session, for what it did not write. */
  read(text: string): string;
}

const COOKIE = '__Host-Http-session';

const encoded = (): Replacement => ({
  write: (text) => Buffer.from(text).toString('base64url'),
  read: (text) => Buffer.from(text, 'base64url').toString(),
});

/** All instances have the key: it is that of their cookies. */
const ciphered = ({ cookieKey }: Settings): Replacement => {
  const key = createHash('sha256').update(cookieKey).digest();
  return {
    write(text) {
      const iv = randomBytes(16);
      const cipher = createCipheriv('aes-256-ctr', key, iv);
      return `${iv.toString('base64url')}.${cipher.update(text).toString('base64url')}`;
    },
    read(text) {
      const [iv = '', data = ''] = text.split('.');
      return createDecipheriv('aes-256-ctr', key, Buffer.from(iv, 'base64url')).update(data, 'base64url').toString();
    },
  };
};

/** The cipher of the sound server, under a nonce that its process draws once. */
const repeated = ({ cookieKey }: Settings): Replacement => {
  const key = createHash('sha256').update(cookieKey).digest();
  const iv = randomBytes(12);
  return {
    write(text) {
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const data = Buffer.concat([cipher.update(text), cipher.final()]);
      return [iv, data, cipher.getAuthTag()].map((part) => part.toString('base64url')).join('.');
    },
    read(text) {
      const [nonce, data, tag] = text.split('.').map((part) => Buffer.from(part, 'base64url'));
      if (!nonce || !data || !tag) return '';
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 }).setAuthTag(tag);
      return Buffer.concat([decipher.update(data), decipher.final()]).toString();
    },
  };
};

export default [
  replaced(
    'encoding',
    'The session travels in a cookie that is encoded, and neither encrypted nor signed',
    'CWE-565',
    encoded,
  ),
  replaced('cipher', 'The session is encrypted by a cipher that nothing authenticates', 'CWE-353', ciphered),
  replaced('nonce', 'All seals of one process are encrypted under one nonce', 'CWE-323', repeated),
];

function replaced(name: string, title: string, cwe: string, by: (settings: Settings) => Replacement): Weakness {
  return {
    id: `seal-replaced-by-${name}`,
    title,
    cwe,
    defence: () => ({ file: 'servers/seals.ts', line: "const ENC = '" }),
    appliesTo: ({ credential }) => credential === 'sealed',
    async serve(scheme, parts) {
      const sound = await scheme.serve(parts);
      return { ...sound, front: translated(await createSeals(parts.settings, 'session'), by(parts.settings)) };
    },
  };
}

/** The sound server goes on with its own seals; clients see the replacement alone. */
function translated({ seal, open }: Seals, { read, write }: Replacement): Middleware {
  return async (ctx, next) => {
    const given = ctx.cookies.get(COOKIE, { signed: false });
    if (given !== undefined) {
      const text = await Promise.resolve(given)
        .then(read)
        .then(JSON.parse)
        .then(seal)
        .catch(() => '');
      ctx.req.headers.cookie = ctx.get('cookie').replace(given, text);
    }
    await next();
    const lines = [ctx.response.headers['set-cookie'] ?? []].flat().map(String);
    const out = lines.map(async (line) => {
      const [, sealed] = /^__Host-Http-session=([^;]+)/.exec(line) ?? [];
      return sealed ? line.replace(sealed, write(JSON.stringify(await open(sealed)))) : line;
    });
    if (lines.length > 0) ctx.set('Set-Cookie', await Promise.all(out));
  };
}
