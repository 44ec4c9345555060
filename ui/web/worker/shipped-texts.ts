// The texts of the scenarios that ship, for a page that has nothing beside it to fetch them from: one file, or a page under development.

const texts = import.meta.glob<string>(
  ['../../../scenarios/**/*.yaml', '!../../../scenarios/lab/**', '!../../../scenarios/files/**'],
  { query: '?raw', import: 'default', eager: true },
);

export function shippedText(name: string): string | undefined {
  return texts[`../../../scenarios/${name}.yaml`];
}
