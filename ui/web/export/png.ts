// The ladder as pictures of points, drawn from its SVG.
import type { PictureContent } from '../picture/lay-out.ts';
import { drawingPages, drawingPicture, type PicturePage } from '../picture/pictures.ts';
import type { PicturePlan } from './picture-plan.ts';
import { bitByBit } from './shown-now.ts';

/** Draws the ladder as a plan says: what is one picture looks like the SVG. Fails where the browser can't. */
export async function pngPictures(content: PictureContent, plan: PicturePlan): Promise<readonly Blob[]> {
  const pages =
    plan.pages === 'one'
      ? [await bitByBit(drawingPicture(content))]
      : await bitByBit(drawingPages(content, Math.ceil(plan.pageHeight)));
  const blobs: Blob[] = [];
  // One after the other: each holds much memory while it is drawn.
  for (const page of pages) blobs.push(await drawn(page, plan.scale));
  return blobs;
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
