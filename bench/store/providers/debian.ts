import { fetchRedis } from '../debian-packages.ts';
import { findProgram } from '../find-program.ts';
import { launchRedis } from '../launch.ts';
import type { Provider } from '../provider.ts';

/** A real Redis from Debian's or Ubuntu's archive, without root and without installing anything. Only when asked for. */
export const debian: Provider = {
  id: 'debian',
  caveat: null,

  async available() {
    for (const program of ['apt-get', 'dpkg-deb']) {
      if (!(await findProgram([program]))) return `${program} is not on PATH: this is not Debian or Ubuntu`;
    }
    return true;
  },

  async start({ signal, log, keeps }) {
    const { program, libraries } = await fetchRedis(signal, log);
    return launchRedis(program, { signal, keeps, env: { ...process.env, LD_LIBRARY_PATH: libraries } });
  },
};
