// `--set path=value`: a change to the scenario's document, before it is checked, so that it is checked like the rest.
import { isAlias, isCollection, isMap, isScalar, isSeq, LineCounter, visit, YAMLMap } from 'yaml';
import { errorAt, parse, type ScenarioDocument, type ScenarioError } from './load/document.ts';
import { tooDeep } from './load/nesting.ts';
import { shown } from './units.ts';

type Step = string | number;

/** `[*]`: each member of a mapping or a list. */
const EACH = Symbol('each');

/**
 * Writes `value`, read as YAML, at a path such as `network.links.default.loss`, `timeline[1].at` or `network.links["a>b"].rate`. Mappings
 * that are missing on the way are made; an index may be the first after the end; `[*]` stands for each member that there is. Whether the
 * scenario knows such a key is not asked here.
 */
export function applySet(document: ScenarioDocument, argument: string): ScenarioError | undefined {
  const fail = (column: number, message: string) =>
    errorAt(`--set ${argument}`, { line: 1, column }, message);
  const equals = equalsSign(argument);
  if (equals < 1) return fail(1, 'expected path=value, such as network.links.default.loss=5%');
  const steps = readPath(argument.slice(0, equals));
  if (typeof steps === 'string') return fail(1, steps);
  const text = argument.slice(equals + 1);
  const column = equals + 2;
  if (text.trim() === '') return fail(column, 'expected a value after =');
  if (tooDeep(text) !== undefined) return fail(column, 'nested deeper than any scenario');
  if (parse(text, new LineCounter()).errors.length > 0)
    return fail(column, `expected a value such as 5%, not ${shown(text)}`);
  for (const path of spread(document.yaml.contents, steps)) {
    // Each place gets nodes of its own: what one of them is changed to later is not the others' matter.
    const value = parse(text, new LineCounter()).contents;
    visit(value, { Node: (_, node) => void document.set.set(node, { argument, column }) });
    const problem = write(document, path, value, { argument, column });
    if (problem !== undefined) return fail(1, problem);
  }
  return undefined;
}

/** The paths that one with `[*]` stands for; none where there is nothing. */
function spread(node: unknown, steps: readonly (Step | typeof EACH)[]): Step[][] {
  const [step, ...rest] = steps;
  if (step === undefined) return [[]];
  const members: readonly (readonly [Step, unknown])[] =
    step !== EACH
      ? [
          [
            step,
            isMap(node)
              ? pairOf(node, String(step))?.value
              : isSeq(node)
                ? node.items[Number(step)]
                : undefined,
          ],
        ]
      : isMap(node)
        ? node.items.map(
            ({ key, value }) => [isScalar(key) ? String(key.value) : String(key), value] as const,
          )
        : isSeq(node)
          ? node.items.map((item, index) => [index, item] as const)
          : [];
  return members.flatMap(([here, value]) => spread(value, rest).map((path) => [here, ...path]));
}

/** The first `=` outside quotes. */
function equalsSign(argument: string): number {
  let quoted = false;
  for (let i = 0; i < argument.length; i++) {
    if (argument[i] === '"') quoted = !quoted;
    else if (argument[i] === '=' && !quoted) return i;
  }
  return -1;
}

/** `a.b[0]["c.d"]` as steps, or what is wrong with it. */
function readPath(path: string): (Step | typeof EACH)[] | string {
  const steps: (Step | typeof EACH)[] = [];
  const piece = /\[(\d{1,9})\]|\[(\*)\]|\["([^"]{1,200})"\]|(\.?)([^.[\]"]{1,200})/y;
  while (piece.lastIndex < path.length) {
    const at = piece.lastIndex;
    const match = piece.exec(path);
    if (match === null || (match[5] !== undefined && (match[4] === '.') !== at > 0)) {
      return `expected a path such as agents.bob.count or timeline[1].at, not ${shown(path)}`;
    }
    if (match[1] !== undefined) steps.push(Number(match[1]));
    else if (match[2] !== undefined) steps.push(EACH);
    else steps.push(match[3] ?? match[5]?.trim() ?? '');
  }
  return steps;
}

function write(
  document: ScenarioDocument,
  steps: readonly Step[],
  value: unknown,
  origin: { readonly argument: string; readonly column: number },
): string | undefined {
  let node: unknown = document.yaml.contents;
  for (const [depth, step] of steps.entries()) {
    const here = shown(pathText(steps.slice(0, depth)) || 'the scenario');
    if (isAlias(node)) return `${here} is an alias: change what it stands for`;
    if (!isCollection(node)) return `${here} is neither a mapping nor a list`;
    const index = isSeq(node) ? indexOf(step, node.items.length) : undefined;
    if (isSeq(node) && index === undefined) {
      return `${here} is a list of ${node.items.length}: expected an index from 0 to ${node.items.length}, not ${shown(step)}`;
    }
    if (depth === steps.length - 1) {
      if (isSeq(node)) node.items[index!] = value;
      else if (isMap(node)) put(node, String(step), value);
      return undefined;
    }
    let next: unknown = isSeq(node)
      ? node.items[index!]
      : isMap(node)
        ? pairOf(node, String(step))?.value
        : undefined;
    if (next === undefined || next === null || (isScalar(next) && next.value === null)) {
      next = new YAMLMap(document.yaml.schema);
      document.set.set(next as object, origin);
      if (isSeq(node)) node.items[index!] = next;
      else if (isMap(node)) put(node, String(step), next);
    }
    node = next;
  }
  return undefined;
}

function indexOf(step: Step, length: number): number | undefined {
  const index = typeof step === 'number' ? step : /^\d{1,9}$/.test(step) ? Number(step) : Number.NaN;
  return index <= length ? index : undefined;
}

function pairOf(map: YAMLMap<unknown, unknown>, key: string) {
  return map.items.findLast((item) => (isScalar(item.key) ? String(item.key.value) : item.key) === key);
}

/** Replaces the value of a key in its place, or adds the key. */
function put(map: YAMLMap<unknown, unknown>, key: string, value: unknown): void {
  const pair = pairOf(map, key);
  if (pair === undefined) map.add({ key, value } as never);
  else pair.value = value;
}

function pathText(steps: readonly Step[]): string {
  return steps
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}
