import { cut, longestText } from './markup.ts';

/** The same value with every text short enough to be shown, so that one endless field does not slow all views down. */
export function excerpt<T>(value: T): T {
  return shortened(value) as T;
}

function shortened(value: unknown): unknown {
  if (typeof value === 'string') return cut(value, longestText - roomForNotice);
  if (Array.isArray(value)) return value.map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shortened(inner)]));
}

/** What is cut here is not cut again when it is written. */
const roomForNotice = 100;
