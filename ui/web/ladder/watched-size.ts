// How large an element is, known without asking: asked for in the midst of a change, the page would have to be laid out for the answer.

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Its room inside as it was last laid out; `changed` hears when that is another. */
export function watchedSize(element: Element, changed: () => void = () => undefined): () => Size {
  const measured = (): Size => ({ width: element.clientWidth, height: element.clientHeight });
  let size = measured();
  new ResizeObserver(() => {
    size = measured();
    changed();
  }).observe(element);
  return () => size;
}
