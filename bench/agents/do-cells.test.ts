import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ofItsOwn } from './do-cells.ts';

describe('the run of an agent that runs scenarios', () => {
  it('hears of no agents and of no store of others, and else has what the agent has', () => {
    const env = { PATH: '/bin', AUTHBENCH_AGENTS: 'redis://10.0.0.9', REDIS_URL: 'redis://10.0.0.8', TMPDIR: '/tmp' };
    assert.deepEqual(ofItsOwn(env), { PATH: '/bin', TMPDIR: '/tmp' });
  });
});
