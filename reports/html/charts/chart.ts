import { html, type SafeHtml } from '../markup.ts';

export interface Chart {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  /** What a reader of the picture should have seen, in words; nothing where that is its caption. */
  readonly finding?: string;
  readonly width: number;
  readonly height: number;
  readonly marks: SafeHtml | readonly SafeHtml[];
}

/** A picture that says what it shows to those who do not see it. */
export function chart({ id, title, finding, width, height, marks }: Chart): SafeHtml {
  return html`<svg role="img" aria-labelledby="${id}-title${finding !== undefined && ` ${id}-finding`}" viewBox="0 0 ${width} ${height}">
<title id="${id}-title">${title}</title>${finding !== undefined && html`<desc id="${id}-finding">${finding}</desc>`}
${marks}</svg>`;
}
