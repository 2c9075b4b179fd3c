/** As much of a document as the scripts of the page use; the rest of the project knows none. */
export interface Element {
  readonly value: string;
  hidden: boolean;
  innerHTML: string;
  textContent: string | null;
  addEventListener(event: string, listener: () => void): void;
  select(): void;
}
declare const document: {
  getElementById(id: string): Element;
  querySelectorAll(selector: string): Iterable<Element>;
  execCommand(name: string): boolean;
};

export function byId(id: string): Element {
  return document.getElementById(id);
}

/** What was typed, chosen or ticked under a name, as one text; empty where nothing was. */
export function typedIn(name: string): string {
  return [...document.querySelectorAll(`[name=${name}]:is(select,[type=text],:checked)`)]
    .map(({ value }) => value.trim())
    .filter(Boolean)
    .join(',');
}

export function copy(field: Element): void {
  field.select();
  document.execCommand('copy');
}
