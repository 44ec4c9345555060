import type { Chance } from '../../chance.ts';
import { sample } from '../../distribution.ts';
import type { Us } from '../../time.ts';
import type { GilbertElliott } from '../link-parameters.ts';

/**
 * The share of packets that a link in the Gilbert–Elliott model loses at an instant; ask in order of time. The link begins good. How
 * long each good or bad time lasts is drawn under its number alone, so who crosses the link has no part in it.
 */
export function burstyShare(model: GilbertElliott, link: string, chance: Chance): (nowUs: Us) => number {
  let bad = false;
  let n = 0;
  let endsUs = lasting(model.goodUs);

  function lasting(mean: Us): Us {
    const name = `${link}/${bad ? 'burst' : 'calm'} ${n}`;
    return Math.max(1, Math.round(sample({ kind: 'exponential', mean }, chance, name)));
  }

  return (nowUs) => {
    while (nowUs >= endsUs) {
      bad = !bad;
      if (!bad) n++;
      endsUs += lasting(bad ? model.badUs : model.goodUs);
    }
    return bad ? model.lossBad : model.lossGood;
  };
}
