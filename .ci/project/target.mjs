process.env.ANN_PASSWORD = 'ann-has-a-long-password';
process.env.BOB_PASSWORD = 'bob-has-another-password';

/** The app to authbench. */
export function target(server) {
  return {
    name: 'somebody-elses-app',
    origin: `http://127.0.0.1:${server.address().port}`,
    users: {
      ann: { username: 'ann', password: { env: 'ANN_PASSWORD' } },
      bob: { username: 'bob', password: { env: 'BOB_PASSWORD' } },
    },
    credentials: { session: { role: 'session', in: { cookies: ['__Host-sid'] } } },
    login: { method: 'POST', path: '/login', json: { username: '{{username}}', password: '{{password}}' } },
    call: { path: '/me', subject: 'json:user' },
    logout: { method: 'POST', path: '/logout' },
  };
}
