import { randomBytes } from 'node:crypto';
import express from 'express';

/** A login with a session cookie. With FAULT its logout takes the cookie away, and keeps the session. */
const people = new Map([
  ['ann', 'ann-has-a-long-password'],
  ['bob', 'bob-has-another-password'],
]);
const sessions = new Map();

export const app = express();
app.use(express.json());
const idOf = (request) => /(?:^|; )__Host-sid=([0-9a-f]{64})(?:;|$)/.exec(request.headers.cookie ?? '')?.[1];

app.post('/login', (request, response) => {
  const { username, password } = request.body ?? {};
  if (typeof username !== 'string' || people.get(username) !== password)
    return response.status(401).json({ error: 'wrong' });
  const id = randomBytes(32).toString('hex');
  sessions.set(id, username);
  response.cookie('__Host-sid', id, { path: '/', secure: true, httpOnly: true, sameSite: 'lax' });
  response.status(204).end();
});

app.get('/me', (request, response) => {
  const user = sessions.get(idOf(request));
  response.set('Cache-Control', 'no-store');
  if (user === undefined) return response.status(401).json({ error: 'nobody is signed in' });
  response.json({ user });
});

app.post('/logout', (request, response) => {
  if (process.env.FAULT === undefined) sessions.delete(idOf(request));
  response.clearCookie('__Host-sid', { path: '/', secure: true, httpOnly: true, sameSite: 'lax' });
  response.status(204).end();
});
