import { html, type SafeHtml } from '../markup.ts';
import { seriesCount } from '../palette.ts';

/** How a scheme is drawn in every chart of a page: by its place in the run, a colour and a shape of its own. */
export interface Series {
  readonly className: string;
  /** A mark of about nine pixels, centred; one of many, it looks as its group says. */
  mark(x: number, y: number, style?: 'mark' | 'hollow' | 'as-group'): SafeHtml;
}

export function seriesOf(schemes: readonly string[], scheme: string): Series {
  const place = schemes.indexOf(scheme);
  if (place === -1) return { className: 'muted-mark', mark: shapes[0] };
  return { className: `series-${(place % seriesCount) + 1}`, mark: shapes[place % shapes.length] ?? shapes[0] };
}

type Mark = Series['mark'];

const circle: Mark = (x, y, style = 'mark') => html`<circle${looks(style)} cx="${px(x)}" cy="${px(y)}" r="4"/>`;
const square: Mark = (x, y, style = 'mark') =>
  html`<rect${looks(style)} x="${px(x - 3.6)}" y="${px(y - 3.6)}" width="7.2" height="7.2"/>`;
const diamond: Mark = (x, y, style = 'mark') => html`<path${looks(style)} d="M${px(x)} ${px(y - 5)}l5 5-5 5-5-5z"/>`;
const triangle: Mark = (x, y, style = 'mark') =>
  html`<path${looks(style)} d="M${px(x)} ${px(y - 4.8)}l4.8 8.6h-9.6z"/>`;

function looks(style: 'mark' | 'hollow' | 'as-group'): SafeHtml | undefined {
  return style === 'as-group' ? undefined : html` class="${style}"`;
}

const shapes: readonly [Mark, ...Mark[]] = [circle, square, diamond, triangle];

/** Coordinates to a tenth of a pixel: enough for the eye, few bytes, and the same bytes everywhere. */
export function px(pixels: number): string {
  return String(Math.round(pixels * 10) / 10);
}
