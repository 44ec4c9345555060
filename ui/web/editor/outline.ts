// A YAML text as it is being typed: which mappings and lists there are, and where. It is no parser: what is broken is taken for what it
// most likely becomes, so that a half-written line still has its place. What the text means is the loader's to say.

export type Outline = MapOutline | ListOutline | ScalarOutline;

export interface MapOutline {
  readonly kind: 'map';
  /** Written in braces, from `from` to `to`. */
  readonly flow: boolean;
  /** The column of its keys; of one in braces, of no meaning. */
  readonly column: number;
  readonly from: number;
  to: number;
  readonly entries: Entry[];
}

export interface Entry {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  /** The end of its colon; absent where it is not written yet. */
  readonly colon?: number;
  /** Where it ends in braces: at the comma or the brace. */
  until?: number;
  value?: Outline;
}

export interface ListOutline {
  readonly kind: 'list';
  readonly flow: boolean;
  readonly column: number;
  readonly from: number;
  to: number;
  readonly items: Item[];
}

export interface Item {
  readonly from: number;
  until?: number;
  value?: Outline;
}

export interface ScalarOutline {
  readonly kind: 'scalar';
  readonly from: number;
  to: number;
  readonly text: string;
  /** A text of several lines, begun by `|` or `>`. */
  readonly block?: true;
}

type Slot = Entry | Item;
type Block = MapOutline | ListOutline;

const key =
  /(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#[\]{},&*!|>'"%@`?-][^\n#]*?|[-?][^\s#][^\n#]*?)(?=[ \t]*:(?:\s|$))/y;
const flowWord =
  /(?:"(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?|(?:[^\s,[\]{}:#"']|[:#](?=[^\s,[\]{}]))(?:[^\n,[\]{}:#]|:(?=[^\s,[\]{}])|(?<=\S)#)*)/y;
const blockScalar = /[|>][-+\d]*[ \t]*(?:#.*)?$/my;
const ornament = /(?:&\S+|!\S*)[ \t]+/y;

/** Reads any text; never fails. */
export function outline(text: string): Outline | undefined {
  const reader = createReader(text);
  while (reader.line());
  return reader.root();
}

function createReader(text: string) {
  let at = 0;
  const top: Item = { from: 0 };
  /** The open mappings and lists in block style, outermost first. */
  const open: Block[] = [];
  /** Lines that stand further right than this are of the text that `|` began. */
  let verbatim: number | undefined;

  function slot(): Slot {
    const last = open.at(-1);
    if (last === undefined) return top;
    return (last.kind === 'map' ? last.entries.at(-1) : last.items.at(-1)) ?? top;
  }

  function line(): boolean {
    if (at >= text.length) return false;
    const end = endOfLine(text, at);
    const column = indentAt(text, at);
    const rest = text.slice(at + column, end);
    if (verbatim !== undefined && (rest.trim() === '' || column > verbatim)) at = end + 1;
    else {
      verbatim = undefined;
      if (rest === '' || rest.startsWith('#') || /^(?:---|\.\.\.)/.test(rest)) at = end + 1;
      else content(at, column, end);
    }
    return true;
  }

  /** A line from its first character on: dashes, then a key and its value, or a value alone. */
  function content(lineStart: number, indent: number, end: number): void {
    close(indent, /^-(?:\s|$)/.test(text.slice(lineStart + indent, end)));
    let column = indent;
    while (/^-(?:\s|$)/.test(text.slice(lineStart + column, end))) {
      dash(lineStart, column);
      const gap = /^-\s*/.exec(text.slice(lineStart + column, end))?.[0].length ?? 1;
      column += gap;
    }
    const from = lineStart + column;
    key.lastIndex = from;
    const found = key.exec(text);
    if (found !== null && from + found[0].length < end) entry(found[0], from, column);
    else at = from;
    value(from, column, end);
  }

  /** What stands further right than this line is over; a list may stand as far left as the key above it. */
  function close(column: number, isDash: boolean): void {
    for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
      const stays = last.column < column || (last.column === column && (last.kind === 'map' || isDash));
      if (stays) return;
      open.pop();
    }
  }

  function dash(lineStart: number, column: number): void {
    const last = open.at(-1);
    const from = lineStart + column;
    if (last?.kind === 'list' && last.column === column) last.items.push({ from });
    else {
      const list: ListOutline = { kind: 'list', flow: false, column, from, to: from, items: [{ from }] };
      slot().value = list;
      open.push(list);
    }
  }

  function entry(written: string, from: number, column: number): void {
    const to = from + written.length;
    const colon = text.indexOf(':', to) + 1;
    add({ key: unquoted(written), from, to, colon }, from, column);
    at = colon;
  }

  function add(one: Entry, from: number, column: number): void {
    const last = open.at(-1);
    if (last?.kind === 'map' && last.column === column) {
      last.entries.push(one);
      return;
    }
    const map: MapOutline = { kind: 'map', flow: false, column, from, to: from, entries: [one] };
    slot().value = map;
    open.push(map);
  }

  /** From where the reader stands to the end of the line, or of the braces that begin there. */
  function value(from: number, column: number, end: number): void {
    skip(ornament);
    const first = text[at];
    const last = open.at(-1);
    if (at >= end || first === '#') at = end + 1;
    else if (first === '{' || first === '[') {
      slot().value = flow();
      if (!startsAnew()) at = endOfLine(text, at) + 1;
    } else if (matches(blockScalar)) {
      slot().value = { kind: 'scalar', from: at, to: end, text: '', block: true };
      verbatim = last?.column ?? -1;
      at = end + 1;
    } else if (at === from && last?.kind === 'map' && last.column === column) {
      // No colon yet: it is going to be a key of the mapping that stands here.
      const word = plain(end);
      last.entries.push({ key: word.text, from: word.from, to: word.to });
    } else if (slot().value === undefined) slot().value = scalar(end);
    else at = end + 1;
  }

  function scalar(end: number): ScalarOutline {
    const quote = text[at];
    return quote === '"' || quote === "'" ? quoted(quote) : plain(end);
  }

  function plain(end: number): ScalarOutline {
    const written = text
      .slice(at, end)
      .replace(/\s+#.*$/, '')
      .trimEnd();
    const word: ScalarOutline = { kind: 'scalar', from: at, to: at + written.length, text: written };
    at = end + 1;
    return word;
  }

  /** It may go on for lines; one that never ends ends with its line. */
  function quoted(quote: string): ScalarOutline {
    const whole = quote === '"' ? /"(?:[^"\\]|\\[\s\S])*"/y : /'(?:[^']|'')*'/y;
    whole.lastIndex = at;
    const end = endOfLine(text, at);
    const written = whole.exec(text)?.[0] ?? text.slice(at, end);
    const word: ScalarOutline = {
      kind: 'scalar',
      from: at,
      to: at + written.length,
      text: unquoted(written),
    };
    at = endOfLine(text, word.to) + 1;
    return word;
  }

  /** A mapping in braces or a list in brackets, whole: it ends at its own end, or where the text does. */
  function flow(): Outline {
    const from = at;
    const place = { flow: true, column: 0, from, to: text.length + 1 };
    const made: Block =
      text[at++] === '{' ? { kind: 'map', ...place, entries: [] } : { kind: 'list', ...place, items: [] };
    for (;;) {
      blanks();
      const next = text[at];
      if (next === undefined || startsAnew()) return made;
      if (next === '}' || next === ']') {
        made.to = ++at;
        return made;
      }
      if (next === ',') at++;
      else if (made.kind === 'map') flowEntry(made);
      else flowItem(made);
    }
  }

  function flowEntry(map: MapOutline): void {
    const from = at;
    const word = matches(flowWord);
    if (word === undefined) {
      // A colon without a key, or a key that is itself a mapping: no scenario has one.
      if (flowValue() === undefined) at++;
      return;
    }
    const written = word.trimEnd();
    at += word.length;
    blanks();
    const place = { key: unquoted(written), from, to: from + written.length };
    const one: Entry = text[at] === ':' ? { ...place, colon: ++at } : place;
    map.entries.push(one);
    const read = one.colon === undefined ? undefined : flowValue();
    if (read !== undefined) one.value = read;
    blanks();
    one.until = at;
  }

  function flowItem(list: ListOutline): void {
    const item: Item = { from: at };
    list.items.push(item);
    const read = flowValue();
    if (read === undefined) at++;
    else item.value = read;
    blanks();
    if (read?.kind === 'scalar' && text[at] === ':') item.value = pair(read);
    item.until = at;
  }

  /** `[a: b]` is a list with a mapping in it. */
  function pair({ text: word, from, to }: ScalarOutline): MapOutline {
    const one: Entry = { key: word, from, to, colon: ++at };
    const read = flowValue();
    if (read !== undefined) one.value = read;
    blanks();
    one.until = at;
    return { kind: 'map', flow: true, column: 0, from: from - 1, to: at + 1, entries: [one] };
  }

  function flowValue(): Outline | undefined {
    blanks();
    skip(ornament);
    if (startsAnew()) return undefined;
    if (text[at] === '{' || text[at] === '[') return flow();
    const word = matches(flowWord);
    if (word === undefined) return undefined;
    const written = word.trimEnd();
    const from = at;
    at += word.length;
    return { kind: 'scalar', from, to: from + written.length, text: unquoted(written) };
  }

  function matches(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  }

  function skip(pattern: RegExp): void {
    while (text[at] === ' ' || text[at] === '\t') at++;
    for (let found = matches(pattern); found !== undefined; found = matches(pattern)) at += found.length;
  }

  /** Blanks, line ends and comments between the parts of what stands in braces. */
  function blanks(): void {
    while (/\s/.test(text[at] ?? '') || text[at] === '#') {
      if (text[at] === '#') at = endOfLine(text, at);
      else at++;
    }
  }

  /** A brace that was never closed reaches no further than the next key or item at the left edge. */
  function startsAnew(): boolean {
    return text[at - 1] === '\n' && /^(?:[\w-]+:(?:\s|$)|- )/.test(text.slice(at, at + 80));
  }

  return { line, root: () => top.value };
}

function endOfLine(text: string, from: number): number {
  const found = text.indexOf('\n', from);
  return found < 0 ? text.length : found;
}

function indentAt(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t' || text[at] === '\r') at++;
  return at - from;
}

function unquoted(written: string): string {
  const quote = written[0];
  if (quote !== '"' && quote !== "'") return written;
  return written.slice(1, written.length > 1 && written.endsWith(quote) ? -1 : undefined);
}
