import type { Target } from '../bench/targets/external/description.ts';

/** An OAuth 2 client with rotation, as docs/your-own-app.md describes it. */
export default {
  name: 'my-api',
  origin: 'http://127.0.0.1:3000',
  users: {
    ann: { username: { env: 'ANN' }, password: { env: 'ANN_PASSWORD' } },
    bob: { username: { env: 'BOB' }, password: { env: 'BOB_PASSWORD' } },
  },
  credentials: {
    access: { role: 'access', from: 'json:access_token', in: { header: 'authorization', prefix: 'Bearer ' } },
    refresh: { role: 'refresh', from: 'json:refresh_token', in: { field: 'refresh_token' } },
  },
  login: { method: 'POST', path: '/login', json: { username: '{{username}}', password: '{{password}}' } },
  call: { path: '/me', subject: 'id' },
  refresh: { method: 'POST', path: '/token', form: { grant_type: 'refresh_token' } },
  logout: { method: 'POST', path: '/logout' },
  expect: { rotation: 'always', reuse: 'family', revokesOnLogout: { withinMs: 900_000 } },
} satisfies Target;
