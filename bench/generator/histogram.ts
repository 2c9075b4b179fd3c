import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64, type Histogram } from 'hdr-histogram-js';

export type { Histogram };

/** Records whole µs to three digits. Its memory depends on the range of the values, not on their number. */
export function createHistogram(): Histogram {
  return build({
    bitBucketSize: 32,
    numberOfSignificantValueDigits: 3,
    highestTrackableValue: 2 ** 24,
    autoResize: true,
  });
}

export function recordMs(histogram: Histogram, ms: number): void {
  histogram.recordValue(Math.max(0, Math.round(ms * 1_000)));
}

/** Of whole µs, encoded. */
export function histogramOf(valuesUs: readonly number[]): string {
  const histogram = createHistogram();
  for (const value of valuesUs) histogram.recordValue(value);
  return encodeHistogram(histogram);
}

/** HdrHistogram V2, compressed, base64: any implementation reads it, and it merges without loss. */
export function encodeHistogram(histogram: Histogram): string {
  return encodeIntoCompressedBase64(histogram);
}

export function decodeHistogram(encoded: string): Histogram {
  return decodeFromCompressedBase64(encoded);
}

/** Adds up histograms, count by count. Percentiles of blocks must never be averaged; they come from this sum. */
export function merge(encoded: readonly string[]): Histogram {
  const sum = createHistogram();
  for (const one of encoded) sum.add(decodeHistogram(one));
  return sum;
}
