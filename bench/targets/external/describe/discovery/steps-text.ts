import type { Target } from '../../description.ts';

/** `GET /login, then POST /enter` */
export function stepsText(steps: Target['login']): string {
  return [steps]
    .flat()
    .map(({ method = 'GET', path }) => `${method} ${path.split('?')[0]}`)
    .join(', then ');
}
