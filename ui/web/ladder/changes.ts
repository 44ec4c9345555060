// What is drawn in every frame is mostly as it was: to set an attribute to what it is makes a browser lay it out all the same.

/** Tells whether any of what something is drawn from is another than at the last time. */
export function createChanges(): (...from: readonly unknown[]) => boolean {
  let last: readonly unknown[] | undefined;
  return (...from) => {
    const before = last;
    last = from;
    return before === undefined || from.some((one, index) => one !== before[index]);
  };
}

/** Sets an attribute that is another than it was. */
export function put(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
