/** What moves with the lanes, from back to front: groups of the page's ladder, and layers of a picture. */
export const inLanes = [
  'zero-times',
  'breaks',
  'bars',
  'timers',
  'arrows',
  'tags',
  'labels',
  'pills',
] as const;
