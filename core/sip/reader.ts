// RFC 3261 §25.1: reads the productions that header values are made of, from left to right, each character once.
import { DIGIT, GEN_VALUE, isIn, skip, TOKEN, WS } from './grammar.ts';
import { isIPv6 } from './host.ts';
import { firstDuplicate, type Param, type Params } from './params.ts';

/** Shared by all values that have none. */
const NONE: Params = [];

export interface Failure {
  readonly offset: number;
  readonly rule: string;
  readonly text: string;
}

/**
 * A place in a text. Its methods read one production each: they give its text, or `undefined` after noting the failure.
 * Folding has become single spaces before.
 */
export class Reader {
  readonly text: string;
  readonly rule: string;
  pos = 0;
  failure: Failure | undefined;

  constructor(text: string, rule: string) {
    this.text = text;
    this.rule = rule;
  }

  get atEnd(): boolean {
    return this.pos >= this.text.length;
  }

  /** The char code here; -1 at the end. */
  get code(): number {
    return this.pos < this.text.length ? this.text.charCodeAt(this.pos) : -1;
  }

  /** Notes what is wrong; the first failure stays. */
  fail(text: string, offset = this.pos, rule = this.rule): undefined {
    this.failure ??= { offset, rule, text };
    return undefined;
  }

  describe(text: string): Failure {
    return { offset: this.pos, rule: this.rule, text };
  }

  /** SWS. */
  skipWs(): void {
    this.pos = skip(this.text, this.pos, WS);
  }

  /** A separator with white space allowed on both sides: SEMI, EQUAL, SLASH, COMMA, COLON. False, and nothing read, if it is not next. */
  separator(code: number): boolean {
    const { text } = this;
    const at = skip(text, this.pos, WS);
    if (at >= text.length || text.charCodeAt(at) !== code) return false;
    this.pos = skip(text, at + 1, WS);
    return true;
  }

  /** One character, exactly here. */
  take(code: number): boolean {
    if (this.code !== code) return false;
    this.pos++;
    return true;
  }

  /** 1* of a class. */
  many(bits: number, what: string): string | undefined {
    const start = this.pos;
    this.pos = skip(this.text, start, bits);
    return this.pos > start ? this.text.slice(start, this.pos) : this.fail(`${what} expected`);
  }

  token(what = 'token'): string | undefined {
    return this.many(TOKEN, what);
  }

  /** 1*DIGIT of at most `max`. Leading zeros are allowed (RFC 4475 §3.1.1.1). */
  integer(max: number): number | undefined {
    const start = this.pos;
    let value = 0;
    for (let { code } = this; isIn(code, DIGIT); code = this.code) {
      value = value * 10 + (code - 0x30);
      this.pos++;
    }
    if (this.pos === start) return this.fail('digits expected');
    return value <= max ? value : this.fail(`number above ${max}`, start);
  }

  /** quoted-string, as written, with its quotes. */
  quotedString(): string | undefined {
    const start = this.pos;
    if (this.code !== 0x22) return this.fail('quoted string expected');
    for (this.pos++; this.pos < this.text.length; this.pos++) {
      const code = this.code;
      if (code === 0x22) return this.text.slice(start, ++this.pos);
      if (code === 0x5c) {
        // quoted-pair = "\" (%x00-09 / %x0B-0C / %x0E-7F)
        this.pos++;
        const escaped = this.text.charCodeAt(this.pos);
        if (!(escaped < 0x80) || escaped === 0x0a || escaped === 0x0d) break;
      } else if ((code < 0x20 && code !== 0x09) || code === 0x7f) {
        return this.fail('control character in a quoted string');
      }
    }
    return this.fail('quoted string not closed', Math.min(this.pos, this.text.length));
  }

  /** gen-value = token / host / quoted-string, as written. */
  genValue(): string | undefined {
    const { text, pos: start, code } = this;
    if (code === 0x22) return this.quotedString();
    this.pos = skip(text, start, TOKEN);
    if (!isIn(this.code, GEN_VALUE))
      return this.pos > start ? text.slice(start, this.pos) : this.fail('value expected');
    // Beyond a token: an IPv6 address, in brackets or, in `received`, without.
    this.pos = skip(text, start, GEN_VALUE);
    const value = text.slice(start, this.pos);
    const bracketed = code === 0x5b && value.endsWith(']');
    return isIPv6(bracketed ? value.slice(1, -1) : value)
      ? value
      : this.fail('value is no token or host', start);
  }

  /** generic-param = token [ EQUAL gen-value ]. */
  param(): Param | undefined {
    const name = this.token('parameter name');
    if (name === undefined) return undefined;
    if (!this.separator(0x3d)) return { name };
    const value = this.genValue();
    return value === undefined ? undefined : { name, value };
  }

  /**
   * *( SEMI generic-param ). "Any given parameter-name MUST NOT appear more than once" (§7.3.1). `separator` is SEMI, or COMMA
   * in challenges and credentials.
   */
  params(separator = 0x3b): Params | undefined {
    if (this.atEnd) return NONE;
    const params: Param[] = [];
    const start = this.pos;
    while (this.separator(separator)) {
      const param = this.param();
      if (param === undefined) return undefined;
      params.push(param);
    }
    return this.once(params, start);
  }

  /** The parameters, if each name stands there once. */
  once(params: Params, start: number): Params | undefined {
    const twice = firstDuplicate(params);
    return twice === undefined
      ? params
      : this.fail(`parameter ${twice} more than once`, start, 'RFC 3261 §7.3.1 parameter-name');
  }
}
