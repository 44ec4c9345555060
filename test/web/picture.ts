import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/sources.ts';
import type { Site } from './site.ts';

// Pictures of the page, held against those in docs/pictures. `UPDATE_GOLDEN=1` takes them anew.

const folder = join(root, 'docs', 'pictures');
const madeBy = join(folder, 'made-by.txt');

export interface Difference {
  readonly width: number;
  /** How many colours the picture has: one that shows nothing has few. */
  readonly colours: number;
  /** The share of points that are of another colour, to the eye of the one who counts. */
  readonly share: number;
  /** The same of squares of eight by eight points. */
  readonly coarse: number;
  /** Whether the same browser took both: others draw the edges of letters another way. */
  readonly sameBrowser: boolean;
}

/** Takes the page at rest, without what differs from run to run, and says how it differs from the picture of that name. */
export async function takePicture(site: Site, name: string): Promise<Difference> {
  const taken = await stillPicture(site);
  const file = join(folder, `${name}.png`);
  const browser = `${process.platform} ${site.page.context().browser()?.version() ?? ''}`;
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, taken);
    writeFileSync(madeBy, `${browser}\n`);
  }
  if (!existsSync(file)) throw new Error(`there is no docs/pictures/${name}.png: UPDATE_GOLDEN=1 takes it`);
  const sameBrowser = readFileSync(madeBy, 'utf8').trim() === browser;
  return { ...(await compared(site, taken, readFileSync(file))), sameBrowser };
}

/** How long the machine took, and so on, is told the same each time. */
async function stillPicture(site: Site): Promise<Buffer> {
  const { page } = site;
  await page.mouse.move(0, 0);
  await site.atRest();
  await page.evaluate(async () => {
    for (const took of document.querySelectorAll('.took')) took.textContent = 'simulated in 9 ms';
    for (const took of document.querySelectorAll('.section h2 .soft')) took.textContent = 're-run 4 ms';
    for (const mark of document.querySelectorAll('.fingerprint .mono')) mark.textContent = '0123456789abcdef';
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
  return page.screenshot({ animations: 'disabled', caret: 'hide' });
}

async function compared(site: Site, taken: Buffer, golden: Buffer) {
  const urls = [taken, golden].map((png) => `data:image/png;base64,${png.toString('base64')}`);
  // The page itself fetches nothing.
  const blank = await site.page.context().newPage();
  const result = await blank.evaluate(async (all) => {
    const points = await Promise.all(
      all.map(async (url) => {
        const bitmap = await createImageBitmap(await (await fetch(url)).blob());
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
        canvas.drawImage(bitmap, 0, 0);
        return canvas.getImageData(0, 0, bitmap.width, bitmap.height);
      }),
    );
    const [a, b] = points as [ImageData, ImageData];
    if (a.width !== b.width || a.height !== b.height)
      return { width: a.width, colours: 0, share: 1, coarse: 1 };
    const colours = new Set(new Uint32Array(a.data.buffer)).size;
    const across = Math.ceil(a.width / 8);
    const sums = new Float64Array(across * Math.ceil(a.height / 8) * 3);
    let other = 0;
    for (let index = 0; index < a.data.length; index += 4) {
      const [x, y] = [(index / 4) % a.width, Math.floor(index / 4 / a.width)];
      const block = ((y >> 3) * across + (x >> 3)) * 3;
      let most = 0;
      for (let colour = 0; colour < 3; colour++) {
        const by = a.data[index + colour]! - b.data[index + colour]!;
        sums[block + colour]! += by;
        most = Math.max(most, Math.abs(by));
      }
      if (most > 8) other++;
    }
    let blocks = 0;
    for (let block = 0; block < sums.length; block += 3)
      if (Math.max(...[0, 1, 2].map((colour) => Math.abs(sums[block + colour]! / 64))) > 24) blocks++;
    return {
      width: a.width,
      colours,
      share: other / (a.width * a.height),
      coarse: blocks / (sums.length / 3),
    };
  }, urls);
  await blank.close();
  return result;
}
