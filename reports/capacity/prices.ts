/** What is paid for; in any currency. Always given, never built in. */
export interface Prices {
  /** As it is written behind a sum. */
  readonly currency: string;
  /** Of one core, for an hour. */
  readonly vcpuHour: number;
  /** Of a gigabyte of the store's memory, for a month. */
  readonly gbMonth: number;
  /** Of a gigabyte that leaves for the network. */
  readonly gbOut: number;
}

export const hoursPerMonth = 730;
export const secondsPerMonth = hoursPerMonth * 3_600;
export const bytesPerGb = 1e9;
