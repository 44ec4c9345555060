import { parseMsrp } from '../../../agents/msrp/parse.ts';

/** A message that is as hard to read as its kind gets, at any size. */
export interface WorstShape {
  readonly name: string;
  make(size: number): Uint8Array;
  parse(bytes: Uint8Array): unknown;
}

const encoder = new TextEncoder();
const TO = 'To-Path: msrp://b.example.com:1/b;tcp\r\n';
const FROM = 'From-Path: msrp://a.example.com:1/a;tcp\r\n';
const ID = 'Message-ID: abcd\r\n';

function shape(name: string, text: (size: number) => string): WorstShape {
  return { name, make: (size) => encoder.encode(text(size)), parse: parseMsrp };
}

const fill = (piece: string, size: number) => piece.repeat(Math.ceil(size / piece.length));
const withTo = (path: string) => `MSRP d93k SEND\r\nTo-Path: ${path}\r\n${FROM}${ID}-------d93k$\r\n`;
const withHead = (fields: string) => `MSRP d93k SEND\r\n${TO}${FROM}${ID}${fields}-------d93k$\r\n`;
const withBody = (body: string) =>
  `MSRP d93k SEND\r\n${TO}${FROM}${ID}Content-Type: a/b\r\n\r\n${body}\r\n-------d93k$\r\n`;

export const worstShapes: readonly WorstShape[] = [
  shape('MSRP body of hyphens', (size) => withBody('-'.repeat(size))),
  shape('MSRP body of end-lines but for the flag', (size) => withBody(fill('\r\n-------d93k!', size))),
  shape('MSRP body of CRLFs and hyphens', (size) => withBody(fill('\r\n-------', size))),
  shape(
    'MSRP without an end-line',
    (size) => `MSRP d93k SEND\r\n${TO}${FROM}Content-Type: a/b\r\n\r\n${'-'.repeat(size)}`,
  ),
  shape('MSRP of many header fields', (size) => withHead(fill('X: y\r\n', size))),
  shape('MSRP of many broken header lines', (size) => withHead(fill('x\r\n', size))),
  shape('MSRP path of many URIs', (size) => withTo(`${fill('msrp://h:1/s;tcp ', size)}msrp://h:1/s;tcp`)),
  shape('MSRP URI of many parameters', (size) => withTo(`msrp://h:1/s;tcp${fill(';a', size)}`)),
  shape('MSRP lines that end with LF', (size) => `MSRP d93k SEND\n${fill('X: y\n', size)}-------d93k$\n`),
  shape('MSRP header of percent signs', (size) => withTo(`msrp://${fill('%41', size)}:1/s;tcp`)),
];
