// What a drawing is made with. The page's ladder draws with D3's selections, a picture that is taken home with `../picture/markup-pen.ts`.

/** An element that is being made. */
export interface Pen {
  /** Another element within it, which is made from now on. */
  append(name: string): Pen;
  attr(name: string, value: string | number): Pen;
  text(value: string): Pen;
}
