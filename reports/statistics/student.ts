/**
 * The t with P(|T| < t) = `level` for Student's distribution, `degrees` a whole number: 2.571 for 0.95 and 5.
 * Exact finite series, Abramowitz & Stegun 26.7.3 and 26.7.4.
 */
export function studentQuantile(level: number, degrees: number): number {
  let low = 0;
  let high = Math.PI / 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (centralArea(middle, degrees) < level) low = middle;
    else high = middle;
  }
  return Math.sqrt(degrees) * Math.tan(low);
}

/** P(|T| < √degrees · tan angle). */
function centralArea(angle: number, degrees: number): number {
  const odd = degrees % 2;
  const cosine = Math.cos(angle);
  let term = odd ? cosine : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let k = 2 + odd; k < degrees; k += 2) {
    term *= ((k - 1) / k) * cosine * cosine;
    sum += term;
  }
  const area = Math.sin(angle) * sum;
  return odd ? (2 / Math.PI) * (angle + area) : area;
}
