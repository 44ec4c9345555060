// RFC 3665: all call flows parse and read the same after writing. Five messages are printed with a defect of their own.
import { describe, expect, test } from 'vitest';
import { formatMessage } from '../../../../core/sip/format.ts';
import { hasHeader, headerValues, withoutHeader } from '../../../../core/sip/headers.ts';
import { parseMessage } from '../../../../core/sip/parse.ts';
import { decode, flows, octets } from './vectors.ts';

/** What is wrong with them as printed; all but the orphaned line leave the message fit to be used. */
const defects: Readonly<Record<string, readonly string[]>> = {
  // No comma between realm and nonce.
  '2.1-F03.sip': ['unexpected text after the value'],
  // A Record-Route goes on in a line that does not begin with white space.
  '3.10-F04.sip': [
    'character not allowed in a display name or URI scheme',
    'header-name and a colon expected',
  ],
  // Errata 6242: "SIP/2.0  486".
  '3.9-F06.sip': ['more than a single SP'],
  '3.9-F08.sip': ['more than a single SP'],
  '3.9-F10.sip': ['more than a single SP'],
};

describe('the call flows', () => {
  test('there are 181 messages in print', () => {
    expect(flows).toHaveLength(181);
  });

  for (const { file, section, label, startLine, contentLengthHeader, bodyBytesCRLF } of flows) {
    test(`§${section} ${label} ${startLine}`, () => {
      const bytes = octets(`rfc3665/${file}`);
      const { message, errors, rest } = parseMessage(bytes);
      expect(errors.map(({ text }) => text)).toEqual(defects[file] ?? []);
      expect(errors.some(({ essential }) => essential)).toBe(file === '3.10-F04.sip');
      expect(message?.body).toHaveLength(bodyBytesCRLF);
      expect(rest).toHaveLength(0);
      expect(headerValues(message!, 'l')).toEqual(
        contentLengthHeader === null ? [] : [String(contentLengthHeader)],
      );

      const written = formatMessage(message!);
      const again = parseMessage(written).message!;
      expect(hasHeader(message!, 'Content-Length') ? again : withoutHeader(again, 'Content-Length')).toEqual(
        message,
      );
      if (!(file in defects) && !decode(bytes).includes('\r\n ') && contentLengthHeader !== null) {
        expect(decode(written)).toBe(decode(bytes));
      }
    });

    test(`§${section} ${label} by a stream`, () => {
      const { errors } = parseMessage(octets(`rfc3665/${file}`), 'stream');
      const missing = errors.filter(({ rule }) => rule === 'RFC 3261 §18.3 Content-Length');
      expect(missing).toHaveLength(contentLengthHeader === null ? 1 : 0);
    });
  }
});
