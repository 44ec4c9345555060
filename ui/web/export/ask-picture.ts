// Asks what to do with a ladder of which a browser draws no picture as large as was wanted.
import './ask-picture.css';
import { grouped } from '../panels/progress.ts';
import type { PictureContent } from '../picture/lay-out.ts';
import { pageCount, pictureSize } from '../picture/pictures.ts';
import { html, render } from '../template.ts';
import { longest, mostPoints, onePicture, type PicturePlan, picturePlan, type Size } from './picture-plan.ts';

interface Choice {
  readonly plan: PicturePlan;
  readonly text: string;
  readonly hint: string;
}

/** How a ladder is drawn `wanted` times as large as it is; where that can't be done, what the reader says. Undefined: not at all. */
export async function chosenPlan(content: PictureContent, wanted: number): Promise<PicturePlan | undefined> {
  const size = pictureSize(content);
  const plan = picturePlan(size, wanted);
  if (plan.pages === 'one' && plan.scale === wanted) return plan;
  const one = onePicture(size, wanted);
  return ask(size, wanted, [
    ...(plan.pages === 'one' ? [] : [several(plan, pageCount(content, Math.ceil(plan.pageHeight)), wanted)]),
    {
      plan: one,
      text: 'One picture',
      hint: `${sizeText(one.scale, wanted)}${isReadable(one) ? '' : ', too small to be read'}`,
    },
  ]);
}

/** A copy is one picture, as large as that can be; what it is smaller than wanted is told. */
export function copiedPlan(
  content: PictureContent,
  wanted: number,
): { readonly plan: PicturePlan; readonly told: string } {
  const plan = onePicture(pictureSize(content), wanted);
  return {
    plan,
    told: `The picture is copied${plan.scale < wanted ? ` ${sizeText(plan.scale, wanted)}, since it can’t be larger` : ''}.`,
  };
}

function several(plan: PicturePlan, count: number, wanted: number): Choice {
  const heads = 'each with the heads of its lanes';
  return {
    plan,
    text: `${count} pictures`,
    hint: plan.scale < wanted ? `${heads}, ${sizeText(plan.scale, wanted)}` : heads,
  };
}

/** `at 54 % of the size`. */
function sizeText(scale: number, wanted: number): string {
  return `at ${Math.max(1, Math.round((scale / wanted) * 100))} % of the size`;
}

/** Its words are some 11 points high. */
function isReadable({ scale }: PicturePlan): boolean {
  return scale >= 0.5;
}

function ask(
  { width, height }: Size,
  wanted: number,
  choices: readonly Choice[],
): Promise<PicturePlan | undefined> {
  const dialog = document.createElement('dialog');
  dialog.className = 'ask-picture';
  dialog.ariaLabel = 'Too large for one picture';
  let chosen: PicturePlan | undefined;
  const choose = (plan: PicturePlan | undefined) => (): void => {
    chosen = plan;
  };
  const [across, down] = [width, height].map((points) => grouped(Math.round(points * wanted)));
  // Each button closes the dialog, and so does Escape.
  render(
    html`<form method="dialog">
      <h2>Too large for one picture</h2>
      <p>It would be ${across} × ${down} pixels. A browser draws no picture that is longer than ${grouped(longest)}, or of more than ${mostPoints / 1_000_000} million in all.</p>
      <div>${choices.map(({ plan, text, hint }) => html`<button class="button" @click=${choose(plan)}><b>${text}</b> <span>${hint}</span></button>`)}</div>
      <button class="button" @click=${choose(undefined)}>Cancel</button>
    </form>`,
    dialog,
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      answer(chosen);
    });
  });
}
