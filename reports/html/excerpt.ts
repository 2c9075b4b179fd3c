import { mapTexts } from '../text/map-texts.ts';
import { cut, longestText } from '../text/sanitise.ts';

/** The same value with every text short enough to be shown, so that one endless field does not slow all views down. */
export function excerpt<T>(value: T): T {
  return mapTexts(value, shortened, shortened);
}

function shortened(text: string): string {
  return cut(text, longestText - roomForNotice);
}

/** What is cut here is not cut again when it is written. */
const roomForNotice = 100;
