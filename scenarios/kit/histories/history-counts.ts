/** What was done in all histories, and how often what the model expected of it. */
export interface HistoryCounts {
  histories: number;
  events: number;
  requests: number;
  accepted: number;
  refused: number;
  either: number;
}

export function newHistoryCounts(): HistoryCounts {
  return { histories: 0, events: 0, requests: 0, accepted: 0, refused: 0, either: 0 };
}
