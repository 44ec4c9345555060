// RFC 3261 §20.43: what a server wants to tell beyond the status.
import { codec } from './codec.ts';
import { isWs, quote, unquote } from './grammar.ts';
import type { Reader } from './reader.ts';

export interface Warning {
  /** Three digits. */
  readonly code: number;
  /** hostport or a pseudonym, as written. */
  readonly agent: string;
  readonly text: string;
}

export const warning = codec<Warning>(
  'Warning',
  'RFC 3261 §20.43',
  readWarning,
  ({ code, agent, text }) => `${String(code).padStart(3, '0')} ${agent} ${quote(text)}`,
);

/** warning-value = 3DIGIT SP warn-agent SP quoted-string */
function readWarning(reader: Reader): Warning | undefined {
  const start = reader.pos;
  const code = reader.integer(999);
  if (code === undefined) return undefined;
  if (reader.pos - start !== 3) return reader.fail('three digits expected', start);
  reader.skipWs();
  const agentAt = reader.pos;
  while (!reader.atEnd && !isWs(reader.code) && reader.code !== 0x22) reader.pos++;
  const agent = reader.text.slice(agentAt, reader.pos);
  if (agent === '') return reader.fail('warn-agent expected');
  reader.skipWs();
  const text = reader.quotedString();
  return text === undefined ? undefined : { code, agent, text: unquote(text) };
}
