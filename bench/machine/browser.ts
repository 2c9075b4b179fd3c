import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const places = [
  '/usr/bin',
  '/usr/local/bin',
  '/snap/bin',
  '/opt/google/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS',
];

/** The Chromium of this machine: on PATH or in the usual places; undefined where there is none. */
export async function findBrowser(): Promise<string | undefined> {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...places]) {
    for (const name of [...names, 'Google Chrome']) {
      const path = join(folder, name);
      const usable = await access(path, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (usable) return path;
    }
  }
  return undefined;
}
