import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dark, light, pairs } from './palette.ts';

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

describe('the palette', () => {
  it('computes contrast as WCAG does', () => {
    assert.equal(contrast('#000000', '#ffffff'), 21);
    assert.equal(contrast('#777777', '#ffffff').toFixed(2), '4.48');
  });

  for (const [name, theme] of Object.entries({ light, dark })) {
    it(`is readable in ${name}: every pair in use has the contrast that WCAG 2.2 asks for`, () => {
      const failing = pairs
        .map(({ front, back, least }) => ({ front, back, least, is: contrast(theme[front], theme[back]) }))
        .filter(({ is, least }) => is < least);
      assert.deepEqual(failing, []);
    });
  }

  it('has the same tokens in both themes', () => {
    assert.deepEqual(Object.keys(dark), Object.keys(light));
  });
});
