// The ladder as pictures of points, drawn from its SVG.
import type { PictureContent } from '../picture/lay-out.ts';
import { drawingPages, type PicturePage, pictureSize } from '../picture/pictures.ts';
import { onePicture, type PicturePlan, picturePlan } from './picture-plan.ts';
import { bitByBit } from './shown-now.ts';

export interface Pictures {
  readonly blobs: readonly Blob[];
  /** Where they are not what was asked for, what they are instead. */
  readonly told?: string;
}

/** Draws the ladder `wanted` times as large as it is; `single`: in one picture, smaller if need be. Fails where the browser can't. */
export async function pngPictures(
  content: PictureContent,
  wanted: number,
  single: boolean,
): Promise<Pictures> {
  const size = pictureSize(content);
  const plan = single ? onePicture(size, wanted) : picturePlan(size, wanted);
  const pages = await bitByBit(drawingPages(content, Math.ceil(plan.pageHeight)));
  const blobs: Blob[] = [];
  // One after the other: each holds much memory while it is drawn.
  for (const page of pages) blobs.push(await drawn(page, plan.scale));
  const told = sayings(plan, wanted, blobs.length);
  return { blobs, ...(told !== undefined && { told }) };
}

function sayings({ scale, pages }: PicturePlan, wanted: number, count: number): string | undefined {
  const parts: string[] = [];
  if (pages === 'several') parts.push(`in ${count} pictures, since one can’t be that large`);
  if (scale < wanted) parts.push(`at ${Math.max(1, Math.round((scale / wanted) * 100))} % of the size`);
  return parts.length === 0 ? undefined : `The ladder was drawn ${parts.join(', ')}.`;
}

async function drawn({ svg, width, height }: PicturePage, scale: number): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image(width, height);
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    if (blob === null) throw new Error('this browser draws no picture of that size');
    return blob;
  } finally {
    URL.revokeObjectURL(url);
  }
}
