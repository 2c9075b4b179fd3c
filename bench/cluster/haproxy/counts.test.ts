import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { given, readCounts, type ServerCounts } from './counts.ts';

describe('the counts of HAProxy', () => {
  it('are read by the names of their columns, for servers that have an address', () => {
    const csv = `# pxname,svname,stot,status,type,addr,check_status,
session,FRONTEND,9,OPEN,0,,,
session,session1,5,UP,2,172.18.0.4:3000,* L7OK,
session,session2,4,DOWN 1/2,2,172.18.0.5:3000,L7OK,
session,session3,0,UP 1/2,2,172.18.0.6:3000,L4CON,
session,session4,0,MAINT (resolution),2,,,
session,BACKEND,9,UP,1,,,
`;
    assert.deepEqual(readCounts(csv), [
      { proxy: 'session', server: 'session1', address: '172.18.0.4:3000', up: true, passes: true, requests: 5 },
      { proxy: 'session', server: 'session2', address: '172.18.0.5:3000', up: false, passes: true, requests: 4 },
      { proxy: 'session', server: 'session3', address: '172.18.0.6:3000', up: true, passes: false, requests: 0 },
    ]);
  });
});

describe('whom HAProxy gives requests to', () => {
  const server = (address: string, up = true, passes = true): ServerCounts => ({
    ...{ proxy: 'p', server: address, requests: 0 },
    ...{ address, up, passes },
  });

  it('is who is up, in whatever order they are wanted', () => {
    const counts = [server('b:1'), server('a:1'), server('c:1', false, false)];
    assert.deepEqual(given(counts, ['b:1', 'a:1']), { addresses: ['a:1', 'b:1'], only: true });
    assert.equal(given(counts, ['a:1']).only, false);
    assert.equal(given(counts, ['a:1', 'b:1', 'c:1']).only, false);
  });

  it('is not settled before each has passed a check', () => {
    assert.equal(given([server('a:1', true, false)], ['a:1']).only, false);
  });
});
