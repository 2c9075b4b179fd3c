import Keygrip from 'keygrip';
import type { Variation } from '../variation.ts';

export default {
  id: 'cookies-signed-by-keygrip',
  title: 'Cookies signed by keygrip',
  question: 'What does it cost to leave signatures of cookies to keygrip, as Koa does by itself?',
  choice: 'what signs cookies',
  appliesTo: ({ transport, store }) => transport === 'cookie' && store === 'every-request',
  serve: (scheme, parts) => scheme.serve({ ...parts, cookieSigner: (key) => new Keygrip([key], 'sha256', 'base64') }),
} satisfies Variation;
