import { expect, it } from 'vitest';
import { wideGeometry } from '../../ui/web/picture/lay-out.ts';
import { saved } from './saved.ts';
import { useSite } from './site.ts';

// What is taken home equals the screen: the drawing that is saved has what the page draws, each thing by what it is, looks like and says.

const site = useSite({ height: 2_600 });

const brokenRules = 'u:core>bob/INVITE/1~d740:sender>core/BYE/1';
const lost200 = 'x:bob>core/200 INVITE/1';

/** Runs in the page: what stands in a ladder, each thing as its classes, its parts and its words; an arrow also by its key. */
function thingsIn(svg: Element): string[] {
  const named = [
    ...[
      'arrow',
      'label',
      'pill',
      'timer',
      'timer-tag',
      'session',
      'zero-time',
      'break',
      'break-chip',
      'note',
      'time',
      'plate',
    ],
  ];
  const own = /^(?:selected|beside|head-back|caption-back)$/;
  const classes = (one: Element): string =>
    [...one.classList]
      .filter((name) => !own.test(name))
      .sort()
      .join('.');
  const parts = (one: Element): string =>
    [...one.querySelectorAll('*')]
      .filter(({ tagName }) => tagName !== 'title' && tagName !== 'desc')
      .map((part) => `${part.tagName}${part.classList.length > 0 ? `.${classes(part)}` : ''}`)
      .sort()
      .join(' ');
  const words = (one: Element): string =>
    [...one.querySelectorAll('text')].map(({ textContent }) => textContent).join('|');
  const key = (one: Element): string => {
    if (!one.classList.contains('arrow')) return '';
    const { __data__ } = one as Element & { __data__?: { arrow: { key: string } } };
    return __data__?.arrow.key ?? one.querySelector('desc')?.textContent?.split('; ').at(-1) ?? '';
  };
  const groups = named.flatMap((name) =>
    [...svg.querySelectorAll(`g.${name}`)].map(
      (one) => `${classes(one)} ${key(one)} [${parts(one)}] ${words(one)}`,
    ),
  );
  const signs = [...svg.querySelectorAll('.difference, .divergence text')].map(
    (one) => `${classes(one)} ${one.textContent}`,
  );
  return [...groups, ...signs].sort();
}

async function onPage(): Promise<string[]> {
  await site.atRest();
  return site.page.$eval('#ladder svg.ladder', thingsIn);
}

/** Where there is more room more is told: the window is made as wide as a picture of the run. */
async function makeAsWide(): Promise<void> {
  const lanes = await site.page.locator('#ladder .plate').count();
  const now = await site.page.$eval('#pane', ({ clientWidth }) => clientWidth);
  const { width, height } = site.page.viewportSize()!;
  await site.page.setViewportSize({ width: width + wideGeometry(lanes).width - now, height });
}

async function inPicture(): Promise<string[]> {
  const [file] = await saved(site.page, 'SVG');
  const things = `(${thingsIn.toString()})(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement)`;
  return site.page.evaluate(([source, text]) => new Function('text', `return ${source}`)(text) as string[], [
    things,
    file!.bytes.toString('utf8'),
  ] as const);
}

it.each([
  ['Figure 1', 's=figure-1', ['pill', 'clause.note', 'session.transfer', 'break-chip', 'zero-time']],
  [
    'losses in bursts, with timers',
    's=lossy-link',
    ['late', 'lost', 'fired.timer', 'cleared.timer', 'timer-tag', 'bad.note'],
  ],
  ['the core unfolded', 's=core/edge-and-home', ['plate', 'pill', 'home']],
  ['the core folded', 's=core/edge-and-home&fold=1', ['SIP/IP Core', '3 hosts · answered']],
  ['a lane hidden', 's=figure-1&hide=core', ['path.bridge']],
  ['a filter that dims', 's=lost-200-ok&q=is:lost', ['arrow.dim', 'dim.label']],
  ['a filter that leaves out', 's=lost-200-ok&q=method:INVITE&only=1', ['arrow']],
  ['step by step', 's=lost-200-ok&ax=s', ['arrow']],
  ['true to scale', 's=figure-1&ax=l', ['arrow']],
  ['no states, no MSRP, all timers', 's=figure-1&off=msrp,states&timers=all', ['pending.timer']],
  ['a copy and what comes late', `s=figure-1&f=${brokenRules}`, ['circle.badge', 'late']],
  ['a comparison', `s=figure-1&f=${lost200}&cmp=overlay`, ['difference +', 'diverges here', 'rhombus']],
  ['what only the other run has', 's=figure-1&f=r:sender>bob/SEND/1&cmp=overlay', ['difference −', 'ghost']],
])('%s', async (_, address, holds) => {
  await site.open(`#v1&${address}`);
  await makeAsWide();
  const page = await onPage();
  for (const one of holds) expect(page.join('\n')).toContain(one);
  expect(await inPicture()).toEqual(page);
  expect(site.complaints).toEqual([]);
});
