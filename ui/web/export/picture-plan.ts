// How large a picture of a ladder can be: a browser draws none above these sizes, and doesn't say so.

/** A canvas may be no longer, nor hold more points. */
export const longest = 65_000;
export const mostPoints = 200_000_000;
/** Where one picture can't hold all, each is no higher than so, which other programs open too. */
const pageHeight = 16_000;
const mostPages = 20;

export interface PicturePlan {
  /** Points of the picture for each of the ladder's. */
  readonly scale: number;
  /** The height of a page, in the ladder's points. */
  readonly pageHeight: number;
  readonly pages: 'one' | 'several';
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** As large as wanted: in one picture if it can be, else in several, and smaller only where those would be too many. */
export function picturePlan(size: Size, wanted: number): PicturePlan {
  const scale = Math.min(wanted, longest / size.width);
  if (fits(size, scale)) return { scale, pageHeight: size.height, pages: 'one' };
  const fewer = Math.min(scale, (mostPages * pageHeight * 0.9) / size.height);
  const high = Math.min(pageHeight, mostPoints / (size.width * fewer));
  return { scale: fewer, pageHeight: Math.floor(high / fewer), pages: 'several' };
}

/** In one picture, as large as that can be. */
export function onePicture(size: Size, wanted: number): PicturePlan {
  const { width, height } = size;
  const scale = Math.min(wanted, longest / width, longest / height, Math.sqrt(mostPoints / (width * height)));
  return { scale, pageHeight: height, pages: 'one' };
}

function fits({ width, height }: Size, scale: number): boolean {
  return height * scale <= longest && width * height * scale * scale <= mostPoints;
}
