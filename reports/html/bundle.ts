import { readFileSync } from 'node:fs';

/**
 * One script of compiled modules of this project, so that the page runs the very rules that the command line runs.
 * Knows what `tsc` writes of our own files and refuses the rest: a package, a cycle, or the end of a script element.
 */
export function bundle(entry: URL): string {
  const places = new Map<string, number | 'open'>();
  const parts: string[] = [];
  const add = (module: URL): number => {
    const known = places.get(module.href);
    if (known === 'open') throw new Error(`${module.pathname} imports itself in a circle`);
    if (known !== undefined) return known;
    places.set(module.href, 'open');
    const code = inside(readFileSync(module, 'utf8'), (path) => add(new URL(path, module)));
    const place = parts.push(code) - 1;
    places.set(module.href, place);
    return place;
  };
  add(entry);
  // indentation is a tenth of it, and the page has no text whose lines begin with a space
  const script = `(()=>{const m=[];\n${parts.map((code) => `m.push((()=>{${code}})());`).join('\n')}\n})();`.replace(
    /^[ \t]+|[ \t]+$/gm,
    '',
  );
  if (/<\/script|<!--/i.test(script)) throw new Error('a script of the page would end its element');
  return script;
}

/** A module as the inside of a function that returns what the module exports. */
function inside(code: string, place: (path: string) => number): string {
  const names: string[] = [];
  const body = code
    .replace(/^\s*\/\*\*[\s\S]*?\*\/\n/gm, '')
    .replace(/^\s*\/\/.*\n?/gm, '')
    .replace(/^import (?:(\w+)(?:, | ))?(?:\{([^}]*)\} )?from '([^']+)';\n/gm, (_, whole, some, path) => {
      if (!path.startsWith('.')) throw new Error(`the page cannot import ${path}`);
      const wanted = [...(whole ? [`default: ${whole}`] : []), ...(some ? [some.trim().replaceAll(' as ', ': ')] : [])];
      return `const {${wanted.join(', ')}} = m[${place(path)}];\n`;
    })
    .replace(/^export default /gm, () => {
      names.push('default: whole');
      return 'const whole = ';
    })
    .replace(/^export ((?:async )?function|const|class) (\w+)/gm, (_, kind, name) => {
      names.push(name);
      return `${kind} ${name}`;
    });
  if (/^(?:import|export) /m.test(body)) throw new Error('a module of the page has a form that is not known here');
  return `${body}return {${names.join(', ')}};`;
}
