import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { VirtualUser } from '../../scenarios/kinds/load.ts';
import authenticatedRead from '../../scenarios/load/authenticated-read.ts';
import mixedDay from '../../scenarios/load/mixed-day.ts';
import jwt from '../../servers/schemes/jwt.ts';
import dpop from '../../servers/schemes/jwt-refresh-dpop.ts';
import proof from '../../servers/signers/dpop.ts';
import { createIteration } from './iteration.ts';

const user = (id: string): VirtualUser => ({
  user: { id, username: id, password: 'pw' },
  credential: { access: { role: 'access', values: { token: id } } },
});
const iteration = createIteration({ protocol: jwt.protocol, authority: 'app.test' }, authenticatedRead);
const keyOf = (key: string) => ({ role: 'companion', values: { key } }) as const;
const headers = {};
const answer = (text: string, status = 200) => ({ status, headers, text, ms: 1 });

describe('an iteration', () => {
  it('judges every answer that is not the same as one that was right', () => {
    const ann = user('ann');
    assert.equal(iteration.settle(ann, answer('{"id":"ann"}')), undefined);
    assert.equal(iteration.settle(ann, answer('{"id":"ann"}')), undefined);
    assert.equal(iteration.settle(ann, answer('{"id":"ann"}', 401)), 'status 401');
    assert.equal(iteration.settle(ann, answer('{"id":"bob"}')), 'names another user');
    assert.equal(iteration.settle(user('bob'), answer('{"id":"ann"}')), 'names another user');
  });

  it('builds the request anew only when the credential changed', () => {
    const ann = user('ann');
    const first = iteration.bytes(ann);
    assert.equal(iteration.bytes(ann), first);
    assert.equal(first.toString(), 'GET /me HTTP/1.1\r\nhost: app.test\r\nauthorization: Bearer ann\r\n\r\n');
    assert.equal(iteration.settle(ann, answer('{"id":"ann","access_token":"new"}')), undefined);
    assert.match(iteration.bytes(ann).toString(), /Bearer new/);
  });

  it('makes a request once more where its proof lacked what the answer hands out, and not twice in a row', () => {
    const { protocol } = dpop;
    const signed = createIteration({ protocol, signer: proof, authority: 'app.test' }, authenticatedRead);
    const ann = { ...user('ann'), credential: { ...user('ann').credential, key: keyOf(proof.newKey()) } };
    const asking = (nonce: string) => ({
      ...answer('{"error":"use_dpop_nonce"}', 401),
      headers: { 'dpop-nonce': nonce },
    });
    assert.equal(signed.asksAgain(ann, answer('{"error":"unauthenticated"}', 401)), false);
    assert.equal(signed.asksAgain(ann, asking('one')), true);
    const claims = /dpop: [^.]+\.([^.]+)\./.exec(signed.bytes(ann).toString())?.[1] ?? '';
    assert.equal(JSON.parse(Buffer.from(claims, 'base64url').toString()).nonce, 'one');
    assert.equal(signed.asksAgain(ann, asking('two')), false);
    assert.equal(signed.settle(ann, asking('two')), 'status 401');
    assert.equal(signed.asksAgain(ann, asking('three')), true);
  });

  it('goes through the steps of a cycle, each from where the last one left the user', () => {
    const day = createIteration(
      { protocol: jwt.protocol, authority: 'app.test', cycle: ['login', 'me', 'logout'] },
      mixedDay,
    );
    const ann = user('ann');
    const first = () => day.bytes(ann).toString().split('\r\n')[0];
    assert.equal(first(), 'POST /login HTTP/1.1');
    assert.doesNotMatch(day.bytes(ann).toString(), /authorization/);
    assert.equal(day.settle(ann, answer('{"id":"ann","access_token":"new"}')), undefined);
    assert.equal(first(), 'GET /me HTTP/1.1');
    assert.match(day.bytes(ann).toString(), /Bearer new/);
    assert.equal(day.settle(ann, answer('{"id":"bob"}')), 'names another user');
    assert.equal(first(), 'POST /logout HTTP/1.1');
    assert.equal(day.settle(ann, answer('', 204)), undefined);
    assert.equal(first(), 'POST /login HTTP/1.1');
    assert.equal(ann.turn, 3);
  });
});
