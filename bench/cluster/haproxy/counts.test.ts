import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readCounts } from './counts.ts';

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
