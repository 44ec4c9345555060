// What spans a stretch of the ladder: sessions on their lifelines, silence, and time that stands still.
import type { Geometry } from './geometry.ts';
import type { Pen } from './pen.ts';
import type { BarPlace, BreakPlace, ZeroPlace } from './scene.ts';

/** A session's bar on its lifeline; tinted while content goes over it. */
export function drawBar(pen: Pen, place: BarPlace, geometry: Geometry): void {
  const height = Math.max(7, place.toY - place.fromY);
  pen
    .attr('class', `session ${place.look}`)
    .append('rect')
    .attr('x', geometry.x(place.lane) - 3.5)
    .attr('y', place.fromY)
    .attr('width', 7)
    .attr('height', height)
    .attr('rx', 3.5);
}

/** A wave across all lanes, where nothing happened for long. */
export function drawBreak(pen: Pen, place: BreakPlace, geometry: Geometry): void {
  const y = place.fromY + 9;
  const right = geometry.across - geometry.notes;
  let wave = '';
  for (let x = geometry.times, up = true; x < right; x += 6, up = !up)
    wave += `${wave === '' ? 'M' : 'L'}${x},${y + (up ? -2.2 : 2.2)}`;
  pen.attr('class', 'break').append('path').attr('d', wave);
}

/** A faint band: however far apart, all of this happened at one time. */
export function drawZero(pen: Pen, place: ZeroPlace, geometry: Geometry): void {
  const group = pen.attr('class', 'zero-time');
  group
    .append('rect')
    .attr('x', geometry.times)
    .attr('y', place.fromY - 4)
    .attr('width', Math.max(0, geometry.across - geometry.notes - geometry.times))
    .attr('height', place.toY - place.fromY + 8);
  group
    .append('text')
    .attr('x', geometry.times + 5)
    .attr('y', (place.fromY + place.toY) / 2 + 3)
    .text(`Δ0 ×${place.events}`);
}
