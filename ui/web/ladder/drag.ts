// A mouse that is dragged over the ladder: it moves the run; in the gutter of times it measures. Fingers scroll by themselves.
import type { Axis } from '../model/axis.ts';
import type { TimeRange } from '../model/narrow.ts';
import type { Geometry } from './geometry.ts';
import type { Outlook } from './viewport.ts';

interface Dragged {
  readonly stage: HTMLElement;
  readonly measured: { value: TimeRange | undefined };
  axis(): Axis | undefined;
  geometry(): Geometry;
  /** What is drawn now, and how small. */
  seen(): Outlook | undefined;
  scale(): number;
}

/** A hand trembles so much when it clicks. */
const tremble = 4;
/** So far from where a message leaves, arrives or a timer ends, that is meant. */
const near = 8;

export function listenToDrag({ stage, measured, axis, geometry, seen, scale }: Dragged): void {
  /** What a pointer does that was put down. */
  let under: ((event: PointerEvent) => void) | undefined;
  let dragged = false;

  /** The time at a height of the window: of what stands there, else the axis' own. */
  function timeAt(clientY: number): number | undefined {
    const outlook = seen();
    const map = axis();
    if (outlook === undefined || map === undefined) return undefined;
    const down = (clientY - stage.getBoundingClientRect().top - geometry().head) / scale();
    const y = outlook.top + down;
    const ends = outlook.scene.arrows
      .between(y - near, y + near)
      .flatMap(({ arrow: { sent, end }, startY, endY }) => [
        { atUs: sent.atUs, off: Math.abs(startY - y) },
        ...(end === undefined ? [] : [{ atUs: end.atUs, off: Math.abs(endY - y) }]),
      ]);
    const timers = outlook.scene.timers
      .between(y - near, y + near)
      .flatMap(({ timer: { end }, toY }) =>
        end === undefined ? [] : [{ atUs: end.atUs, off: Math.abs(toY - y) }],
      );
    const [nearest] = [...ends, ...timers].sort((one, other) => one.off - other.off);
    return nearest !== undefined && nearest.off <= near ? nearest.atUs : map.timeOf(outlook.topOfRun + down);
  }

  function measureFrom(clientY: number): typeof under {
    const from = timeAt(clientY);
    return (event) => {
      const to = timeAt(event.clientY);
      if (from === undefined || to === undefined) return;
      measured.value = from === to ? undefined : { fromUs: Math.min(from, to), untilUs: Math.max(from, to) };
    };
  }

  function moveFrom({ clientX, clientY }: PointerEvent): typeof under {
    const [left, top] = [stage.scrollLeft, stage.scrollTop];
    return (event) => {
      stage.scrollLeft = left + clientX - event.clientX;
      stage.scrollTop = top + clientY - event.clientY;
    };
  }

  stage.addEventListener('pointerdown', (down) => {
    under = undefined;
    dragged = false;
    const { left, top } = stage.getBoundingClientRect();
    const [x, y] = [down.clientX - left, down.clientY - top];
    const inLadder = y > geometry().head && x < stage.clientWidth && y < stage.clientHeight;
    const plain = down.button === 0 && !(down.ctrlKey || down.metaKey || down.altKey || down.shiftKey);
    if (
      down.pointerType !== 'mouse' ||
      !plain ||
      !inLadder ||
      (down.target as Element).closest('button, summary')
    )
      return;
    const drag = x < geometry().times ? measureFrom(down.clientY) : moveFrom(down);
    under = (event) => {
      dragged ||= Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) >= tremble;
      if (!dragged) return;
      if (!stage.hasPointerCapture(event.pointerId)) stage.setPointerCapture(event.pointerId);
      stage.classList.add('dragged');
      drag?.(event);
    };
  });
  stage.addEventListener('pointermove', (event) => under?.(event));
  for (const name of ['pointerup', 'pointercancel'] as const)
    stage.addEventListener(name, () => {
      under = undefined;
      stage.classList.remove('dragged');
    });
  // What was dragged was not clicked.
  stage.addEventListener(
    'click',
    (event) => {
      if (dragged) event.stopPropagation();
      else measured.value = undefined;
      dragged = false;
    },
    { capture: true },
  );
}
