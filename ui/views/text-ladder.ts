import type { Ladder, MarkRow, MessageRow, Row, TimerRow } from './ladder-model.ts';
import { drawArrival, drawMessage } from './text/arrow.ts';
import { closing, type Verdict } from './text/closing.ts';
import { ascii, type Glyphs, toAscii, unicode } from './text/glyphs.ts';
import { type Layout, layOut } from './text/layout.ts';
import { Line } from './text/line.ts';
import type { Style } from './text/palette.ts';
import { latencyTeller, messageRemarks } from './text/remarks.ts';
import { duration, plain, seconds, shorten } from './words.ts';

export interface TextOptions {
  /** Columns of the terminal; 60 to 400. */
  readonly width: number;
  readonly color: boolean;
  /** False for pure ASCII. */
  readonly unicode: boolean;
  /** Tells also the expectations that were met. */
  readonly all?: boolean;
  readonly verdict?: Verdict | undefined;
}

/** The ladder as lines for a terminal: a heading, a row for each thing that happened, and the closing block. */
export function textLadder(ladder: Ladder, options: TextOptions): string[] {
  return [...ladderLines(ladder, options)];
}

/** The same, line after line, for a ladder too long to be held as text. */
export function* ladderLines(ladder: Ladder, options: TextOptions): Generator<string> {
  const { color } = options;
  const width = Math.max(60, Math.min(400, Math.floor(options.width)));
  const glyphs = options.unicode ? unicode : ascii;
  const written = options.unicode ? (line: string): string => line : keepingColour;
  const drawing = new Drawing(ladder, width, color, glyphs);
  for (const line of drawing.heading()) yield written(line);
  for (const line of drawing.body()) yield written(line);
  const all = options.all ?? false;
  for (const line of closing(ladder, options.verdict, { width, color, glyphs, all })) yield written(line);
}

/** ASCII but for the escape that begins a colour, which is put in by ourselves alone. */
function keepingColour(line: string): string {
  return line.split('\u001b').map(toAscii).join('\u001b');
}

class Drawing {
  readonly #ladder: Ladder;
  readonly #color: boolean;
  readonly #glyphs: Glyphs;
  readonly #layout: Layout;
  readonly #latency = latencyTeller();

  constructor(ladder: Ladder, width: number, color: boolean, glyphs: Glyphs) {
    this.#ladder = ladder;
    this.#color = color;
    this.#glyphs = glyphs;
    this.#layout = layOut(ladder, width, glyphs.ellipsis);
  }

  heading(): string[] {
    const { lanes, names, width, pointAt } = this.#layout;
    const title = new Line(width).put(
      1,
      shorten(plain(this.#ladder.title), width - 2, this.#glyphs.ellipsis),
      'strong',
    );
    const head = new Line(width).put(pointAt + 2, 's', 'dim');
    names.forEach((name, index) => {
      head.put((lanes[index] ?? 0) - Math.floor(name.length / 2), plain(name), 'strong');
    });
    return [...(this.#ladder.title === '' ? [] : [title.text(this.#color), '']), head.text(this.#color)];
  }

  *body(): Generator<string> {
    yield this.#blank(this.#glyphs.lifeline).text(this.#color);
    let lastUs = -1;
    for (const row of this.#ladder.rows) {
      const line = row.kind === 'gap' ? this.#gap(row.lengthUs) : this.#row(row);
      if (row.kind !== 'gap' && row.atUs !== lastUs) {
        const time = seconds(row.atUs);
        line.put(this.#layout.pointAt + 1 - time.indexOf('.'), time, 'dim');
        lastUs = row.atUs;
      }
      yield line.text(this.#color);
    }
    yield this.#blank(this.#glyphs.lifeline).text(this.#color);
  }

  #blank(lifeline: string): Line {
    const line = new Line(this.#layout.width);
    for (const lane of this.#layout.lanes) line.put(lane, lifeline, 'dim');
    return line;
  }

  #gap(lengthUs: number): Line {
    const text = `${this.#glyphs.gap} ${duration(lengthUs)}`;
    return this.#blank(this.#glyphs.silence).put(1, text, 'dim');
  }

  #row(row: Exclude<Row, { kind: 'gap' }>): Line {
    const line = this.#blank(this.#glyphs.lifeline);
    if (row.kind === 'message') this.#message(line, row);
    else if (row.kind === 'timer') this.#timer(line, row);
    else if (row.kind === 'mark') this.#mark(line, row);
    else {
      drawArrival(line, row, this.#layout, this.#glyphs);
      this.#remark(line, [row.copy ? 'copy' : `+${duration(row.atUs - row.message.atUs)}`]);
    }
    return line;
  }

  #message(line: Line, message: MessageRow): void {
    const safe = { ...message, summary: plain(message.summary) };
    const reasonShown = drawMessage(line, safe, this.#layout, this.#glyphs);
    const latency = this.#latency(message);
    this.#remark(
      line,
      messageRemarks(
        message,
        this.#ladder.lanes,
        message.apart === undefined ? latency : undefined,
        reasonShown,
      ),
    );
  }

  #timer(line: Line, timer: TimerRow): void {
    const fired = timer.change === 'fired';
    const glyph = fired ? this.#glyphs.fired : this.#glyphs.timer;
    const what = ownerText(timer.owner);
    const change = timer.change === 'set' ? `set, due ${seconds(timer.dueUs)}` : fired ? 'fires' : 'cleared';
    const style = fired ? 'timer' : 'dim';
    this.#atLane(
      line,
      timer.lane,
      glyph,
      `${plain(timer.name)} ${change}${what === '' ? '' : ` (${what})`}`,
      '',
      style,
    );
  }

  #mark(line: Line, mark: MarkRow): void {
    const style: Style = mark.mark === 'fault' ? 'failure' : mark.mark === 'act' ? 'act' : 'dim';
    const text = plain(mark.text);
    const detail = plain(mark.detail);
    if (mark.lane >= 0) {
      this.#atLane(line, mark.lane, this.#glyphs.mark[mark.mark], text, detail, style);
      return;
    }
    const whole = `${this.#glyphs.mark[mark.mark]} ${text}${detail === '' ? '' : `: ${detail}`} `;
    const from = (this.#layout.lanes[0] ?? 0) + 2;
    line.put(from, shorten(whole, this.#layout.width - from, this.#glyphs.ellipsis), style);
  }

  /** A sign on the lifeline and what it means beside it: on the right where there is room, else on the left. */
  #atLane(line: Line, lane: number, glyph: string, text: string, detail: string, style: Style): void {
    const { lanes, width } = this.#layout;
    const at = lanes[lane] ?? 0;
    const right = width - at - 3;
    const left = at - (lanes[0] ?? 0) - 2;
    const whole = detail === '' || text.length + 10 > Math.max(left, right) ? text : `${text}: ${detail}`;
    line.put(at, glyph, style);
    const onRight = whole.length <= right || right >= left;
    const fitting = shorten(whole, onRight ? right : left, this.#glyphs.ellipsis);
    line.put(onRight ? at + 2 : at - 1 - fitting.length, onRight ? `${fitting} ` : fitting, style);
  }

  /** As many remarks as fit: whole ones, and the last one cut short where enough of it can be read. */
  #remark(line: Line, remarks: readonly string[]): void {
    const { remarksAt, width } = this.#layout;
    const room = width - remarksAt;
    let told = '';
    for (const remark of remarks) {
      const longer = told === '' ? remark : `${told} ${this.#glyphs.dot} ${remark}`;
      if (longer.length > room && room - told.length < 14) continue;
      told = shorten(longer, room, this.#glyphs.ellipsis);
    }
    line.put(remarksAt, told, 'dim');
  }
}

/** What a timer is for, in a word or two: the method of a transaction (`client INVITE z9hG4bK…` → `INVITE`), else its owner. */
function ownerText(owner: string): string {
  const words = plain(owner).split(' ');
  if ((words[0] === 'client' || words[0] === 'server') && words[1] !== undefined) return words[1];
  return shorten(plain(owner), 24);
}
