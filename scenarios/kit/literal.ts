/** Of a regular expression: matches this text, whatever signs are in it. */
export function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
