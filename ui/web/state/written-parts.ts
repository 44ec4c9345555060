// The page's state as the parts of its address, a key and a value each; `address-parts.ts` reads them.
import type { RunMark } from '../model/run-mark.ts';
import { roundZoom } from './address-looks.ts';
import { axisLetters, listOfLessons, type Part } from './address-parts.ts';
import { writeSpan } from './address-times.ts';
import { type DetailKey, detailForms } from './details.ts';
import { firstLook } from './looking.ts';
import { firstState, type PageState } from './page-state.ts';
import { writeSpeed } from './speeds.ts';
import { writeEdit } from './written-edits.ts';
import {
  allOn,
  writeAside,
  writeLayers,
  writeLength,
  writeMoment,
  writePlace,
  writeZoom,
} from './written-looks.ts';

const detailKeys = Object.keys(detailForms) as DetailKey[];

/** Only what differs from the first state, in the order in which people read it. */
export function partsOf(state: PageState): readonly Part[] {
  const { own, file, edits, draft, learning, made, hidden } = state;
  const optional: readonly (Part | false | undefined)[] = [
    file !== undefined && ['file', file],
    state.scenario !== '' && ['s', state.scenario],
    own && ['own', own.name],
    own && ['yaml', own.text],
    state.seed !== undefined && ['seed', state.seed],
    edits.length > 0 && ['f', edits.map(writeEdit)],
    state.editing && ['edit', '1'],
    draft && ['draft', `${draft.name.replaceAll(/[:\p{C}]/gu, '-').slice(0, 200)}:${draft.text}`],
    state.atUs !== undefined && ['t', writeMoment(state)],
    state.speed !== firstState.speed && ['speed', writeSpeed(state.speed)],
    state.selected !== undefined && ['sel', state.selected],
    state.tab !== undefined && ['tab', state.tab],
    state.beside !== undefined && ['beside', state.beside],
    state.marked !== undefined && ['mark', state.marked],
    state.measured && ['measure', writeSpan(state.measured)],
    state.axis !== firstState.axis && ['ax', axisLetters[state.axis]],
    state.scale.focusUs !== firstState.scale.focusUs && ['focus', writeLength(state.scale.focusUs)],
    state.scale.cutUs !== firstState.scale.cutUs && ['cut', writeLength(state.scale.cutUs)],
    roundZoom(state.zoom) !== firstState.zoom && ['zoom', writeZoom(state.zoom)],
    state.place !== undefined && ['y', writePlace(state.place)],
    state.aside !== undefined && ['x', writeAside(state.aside)],
    state.following && ['follow', '1'],
    !allOn(state.layers) && ['off', writeLayers(state.layers)],
    state.layers.allTimers && ['timers', 'all'],
    state.showing === 'a' && edits.length > 0 && ['run', 'a'],
    state.comparing !== undefined && ['cmp', state.comparing],
    state.filter !== '' && ['q', state.filter],
    state.only && ['only', '1'],
    hidden.length > 0 && ['hide', hidden.join(',')],
    state.folded && ['fold', '1'],
    state.times !== firstLook.times && ['times', state.times],
    state.asTable && ['table', '1'],
    state.range && ['part', writeSpan(state.range)],
    state.view !== firstState.view && ['view', state.view],
    state.machine !== firstState.machine && ['m', state.machine],
    state.scope !== firstState.scope && ['of', state.scope],
    ...detailKeys.map((key): Part | undefined => {
      const value = state.details[key];
      return value === undefined ? undefined : [key, value];
    }),
    learning && ['lesson', learning.lesson ?? listOfLessons],
    learning?.lesson !== undefined && learning.step > 1 && ['step', String(learning.step)],
    made?.engine !== undefined && ['eng', made.engine],
    made?.run && ['h', writeMark(made.run)],
  ];
  return optional.filter((part): part is Part => Array.isArray(part));
}

/** `9c41e07b.118.a1b2c3d4e5f60718`: the fingerprint; how many records; two digits for each eighth of them. */
function writeMark({ fingerprint, records, eighths }: RunMark): string {
  return records === undefined || eighths === undefined
    ? fingerprint
    : `${fingerprint}.${records}.${eighths.join('')}`;
}
